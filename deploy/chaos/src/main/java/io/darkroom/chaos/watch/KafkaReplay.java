package io.darkroom.chaos.watch;

import io.darkroom.platform.kafka.KafkaClientSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes records to the log again, in another order: what a producer without idempotence or a replayed topic would do. */
public final class KafkaReplay {
    private KafkaReplay() {}

    /** Returns how many were written. */
    public static int write(
            KafkaClientSettings kafka, List<ConsumerRecord<byte[], byte[]>> records, int most, long seed)
            throws InterruptedException {
        List<ConsumerRecord<byte[], byte[]>> shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, new Random(seed));
        List<ConsumerRecord<byte[], byte[]>> some = shuffled.subList(0, Math.min(most, shuffled.size()));
        try (var producer = new KafkaProducer<>(
                kafka.with(Map.of(
                        "acks", "all",
                        "delivery.timeout.ms", 20_000,
                        "request.timeout.ms", 5_000,
                        "linger.ms", 0)),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (ConsumerRecord<byte[], byte[]> record : some) {
                producer.send(new ProducerRecord<>(
                                record.topic(),
                                record.partition(),
                                record.timestamp(),
                                record.key(),
                                record.value(),
                                record.headers()))
                        .get();
            }
            return some.size();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a record could not be written again: " + e.getCause(), e);
        }
    }
}
