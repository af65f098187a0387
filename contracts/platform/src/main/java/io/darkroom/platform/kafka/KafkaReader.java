package io.darkroom.platform.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Consumers without a group, for reading a part of the log: partitions are assigned by hand, nothing is committed. */
public final class KafkaReader {
    private KafkaReader() {}

    /** A consumer that reads from the first record unless it seeks. Calls wait 5 s at most. */
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
