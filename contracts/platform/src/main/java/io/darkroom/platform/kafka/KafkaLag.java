package io.darkroom.platform.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** The lag of a consumer. */
public final class KafkaLag {
    private KafkaLag() {}

    /**
     * Records not yet read, over all assigned partitions, as of the last fetches. Makes no remote call; only for the
     * consumer's thread.
     */
    public static long of(Consumer<?, ?> consumer) {
        long lag = 0;
        for (TopicPartition partition : consumer.assignment()) {
            lag += consumer.currentLag(partition).orElse(0);
        }
        return lag;
    }
}
