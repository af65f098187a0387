package io.darkroom.platform.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** How much a consumer has before it. */
public final class KafkaLag {
    private KafkaLag() {}

    /** Records behind its positions, as far as the client knows by its last fetches. Makes no call; for the consumer's thread. */
    public static long of(Consumer<?, ?> consumer) {
        long lag = 0;
        for (TopicPartition partition : consumer.assignment()) {
            lag += consumer.currentLag(partition).orElse(0);
        }
        return lag;
    }
}
