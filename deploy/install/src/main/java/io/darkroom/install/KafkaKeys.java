package io.darkroom.install;

import io.darkroom.contracts.tenant.ApiKeyRecord;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaReader;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The keys of an installation, in their topic. */
public final class KafkaKeys {
    private static final TopicPartition KEYS = new TopicPartition(Topics.API_KEYS, 0);

    private final KafkaClientSettings kafka;

    public KafkaKeys(KafkaClientSettings kafka) {
        this.kafka = kafka;
    }

    /** By SHA-256, oldest first, revoked ones included. */
    public Map<String, ApiKeyRecord> read() {
        Map<String, ApiKeyRecord> found = new LinkedHashMap<>();
        try (var consumer = KafkaReader.open(kafka, Map.of("default.api.timeout.ms", 15_000))) {
            consumer.assign(List.of(KEYS));
            consumer.seekToBeginning(List.of(KEYS));
            long end = consumer.endOffsets(List.of(KEYS)).getOrDefault(KEYS, 0L);
            while (consumer.position(KEYS) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.value() != null) {
                        found.put(record.key(), Json.decode(record.value(), ApiKeyRecord.class));
                    }
                }
            }
        }
        return found;
    }

    /**
     * Writes a key's record, new or changed; gateways follow within a moment.
     *
     * @throws IllegalStateException if Kafka does not confirm it
     */
    public void write(ApiKeyRecord key) throws InterruptedException {
        try (var producer = new KafkaProducer<>(
                kafka.with(Map.of("acks", "all")), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.API_KEYS, key.sha256(), Json.encode(key)))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Kafka did not accept the key " + key.prefix() + ": " + e.getCause(), e.getCause());
        }
    }
}
