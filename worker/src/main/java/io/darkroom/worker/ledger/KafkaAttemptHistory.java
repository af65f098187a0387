package io.darkroom.worker.ledger;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaTraceHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Scans the job's partition of {@code darkroom.events}. This is rare, for redelivered jobs only, so each scan opens a
 * consumer of its own.
 */
public final class KafkaAttemptHistory implements AttemptHistory {
    private static final Logger LOG = Logger.getLogger(KafkaAttemptHistory.class);
    /** Record timestamps are by the producers' clocks. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    private final KafkaClientSettings kafka;
    private final String clientId;
    private final Duration patience;

    public KafkaAttemptHistory(KafkaClientSettings kafka, String clientId, Duration patience) {
        this.kafka = kafka;
        this.clientId = clientId;
        this.patience = patience;
    }

    @Override
    public Past of(JobId id, Instant since) {
        byte[] key = id.value().getBytes(StandardCharsets.UTF_8);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            int partitions = consumer.partitionsFor(Topics.EVENTS, patience).size();
            if (partitions == 0) {
                throw new KafkaException("topic " + Topics.EVENTS + " does not exist");
            }
            // The default partitioner's rule for keyed records, which every producer of events uses.
            TopicPartition partition =
                    new TopicPartition(Topics.EVENTS, Utils.toPositive(Utils.murmur2(key)) % partitions);
            consumer.assign(Set.of(partition));
            return scan(consumer, partition, key, since.minus(CLOCK_SKEW));
        } catch (KafkaException e) {
            throw new LedgerUnavailableException(
                    "cannot count the attempts of " + id + " in " + Topics.EVENTS + ": " + e.getMessage(), e);
        }
    }

    private Past scan(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, byte[] key, Instant since) {
        long end = Objects.requireNonNull(
                consumer.endOffsets(Set.of(partition), patience).get(partition));
        OffsetAndTimestamp start = consumer.offsetsForTimes(Map.of(partition, since.toEpochMilli()), patience)
                .get(partition);
        if (start == null) {
            return new Past(List.of(), null);
        }
        consumer.seek(partition, start.offset());
        List<JobEvent> found = new ArrayList<>();
        String trace = null;
        long lastProgress = System.nanoTime();
        while (consumer.position(partition, patience) < end) {
            var records = consumer.poll(Duration.ofMillis(200));
            if (!records.isEmpty()) {
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > patience.toNanos()) {
                throw new KafkaException("no records for " + patience.toMillis() + " ms before the end of the log");
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (record.offset() < end && Arrays.equals(record.key(), key)) {
                    trace = decode(record, found) instanceof JobEvent.Started ? trace(record) : trace;
                }
            }
        }
        return new Past(found, trace);
    }

    /** Events of newer versions are not counted. */
    private static @Nullable JobEvent decode(ConsumerRecord<byte[], byte[]> record, List<JobEvent> into) {
        try {
            JobEvent event = Json.decode(record.value(), JobEvent.class);
            into.add(event);
            return event;
        } catch (Json.MalformedMessageException e) {
            LOG.debugf("skipping an event at offset %d: %s", record.offset(), e.getMessage());
            return null;
        }
    }

    private static @Nullable String trace(ConsumerRecord<byte[], byte[]> record) {
        return KafkaTraceHeaders.of(record.headers()).get("traceparent");
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                kafka.with(Map.of(
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        clientId,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) patience.toMillis(),
                        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        (int) patience.toMillis())),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
