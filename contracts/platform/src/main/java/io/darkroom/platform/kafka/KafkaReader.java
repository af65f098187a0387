package io.darkroom.platform.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Creates consumers without a group, to read part of a topic: the caller assigns partitions, and no offsets are
 * committed.
 */
public final class KafkaReader {
    private KafkaReader() {}

    /** A consumer that starts at the first record unless it seeks. Remote calls time out after 5 s. */
    public static KafkaConsumer<String, byte[]> open(KafkaClientSettings kafka, Map<String, ?> own) {
        return new KafkaConsumer<>(kafka.with(settings(own)), new StringDeserializer(), new ByteArrayDeserializer());
    }

    static Map<String, Object> settings(Map<String, ?> own) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100,
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000));
        settings.putAll(own);
        return settings;
    }
}
