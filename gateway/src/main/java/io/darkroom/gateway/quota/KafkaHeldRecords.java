package io.darkroom.gateway.quota;

import io.darkroom.contracts.wire.RecordHeaders;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads the record of a waiting job when it is released, so that only its offset is kept in memory meanwhile. Records
 * of one tenant are in order, so most of them are read without another fetch. Not thread-safe.
 */
final class KafkaHeldRecords implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

    private static final Set<String> WAITING = Set.of(RecordHeaders.GOES_TO, Admission.JOB, Admission.WORK);

    private final KafkaConsumer<String, byte[]> consumer;
    private @Nullable TopicPartition at;
    private long next;

    KafkaHeldRecords(KafkaClientSettings kafka) {
        consumer = KafkaReader.open(
                kafka,
                Map.of(
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        1,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        128 * 1024));
    }

    /**
     * The record at this offset; null if the log no longer contains it.
     *
     * @throws KafkaException if the log does not answer in time
     */
    @Nullable
    ConsumerRecord<String, byte[]> read(TopicPartition partition, long offset) {
        if (!partition.equals(at)) {
            consumer.assign(List.of(partition));
            at = partition;
            next = -1;
        }
        if (next != offset) {
            consumer.seek(partition, offset);
        }
        // Unknown until the record has been read.
        next = -1;
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < READ_TIMEOUT.toNanos()) {
            for (ConsumerRecord<String, byte[]> entry : consumer.poll(POLL)) {
                next = entry.offset() + 1;
                return entry.offset() == offset ? entry : null;
            }
        }
        throw new KafkaException(partition + "@" + offset + " was not read within " + READ_TIMEOUT.toSeconds() + " s");
    }

    static @Nullable String header(ConsumerRecord<?, ?> entry, String name) {
        Header header = entry.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /**
     * The headers of the job's record in its lane: those of the held record without the ones that only matter while it
     * waits.
     */
    static Map<String, String> forLane(ConsumerRecord<?, ?> entry, Instant releasedAt) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : entry.headers()) {
            if (!WAITING.contains(header.key()) && header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        headers.put(RecordHeaders.RELEASED_AT, Long.toString(releasedAt.toEpochMilli()));
        return headers;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
