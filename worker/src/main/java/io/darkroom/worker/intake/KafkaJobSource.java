package io.darkroom.worker.intake;

import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaTraceHeaders;
import io.darkroom.worker.run.AcquiredJob;
import io.darkroom.worker.run.AcquiredJob.DeliveryCount;
import io.darkroom.worker.run.AcquiredJob.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A share consumer (KIP-932) that acquires one record at a time and acknowledges it explicitly. */
final class KafkaJobSource implements JobSource {
    private static final Logger LOG = Logger.getLogger(KafkaJobSource.class);

    private final KafkaShareConsumer<byte[], byte[]> consumer;
    private final KafkaSettings settings;
    private @Nullable ConsumerRecord<byte[], byte[]> held;
    /** Whether a commit for the held record got no answer; the client then forgets the record. */
    private boolean uncertain;

    KafkaJobSource(KafkaSettings settings, Lane lane, String member) {
        this.settings = settings;
        this.consumer = new KafkaShareConsumer<>(
                properties(settings, lane, member), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(IntStream.range(0, settings.cells())
                .mapToObj(cell -> Topics.jobs(lane, cell))
                .toList());
    }

    private static Map<String, Object> properties(KafkaSettings settings, Lane lane, String member) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, Topics.workers(lane));
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, member);
        properties.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        // Only this mode respects max.poll.records; the other one delivers a whole batch.
        properties.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int)
                settings.callTimeout().toMillis());
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                settings.callTimeout().toMillis());
        return settings.client().with(properties);
    }

    @Override
    public Optional<AcquiredJob> poll(Duration atMost) {
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(atMost)) {
                held = record;
                uncertain = false;
                return Optional.of(job(record));
            }
            return Optional.empty();
        } catch (KafkaException | IllegalStateException e) {
            throw new SourceBrokenException("cannot poll: " + e.getMessage(), e);
        }
    }

    private static AcquiredJob job(ConsumerRecord<byte[], byte[]> record) {
        int here = record.deliveryCount().map(Short::intValue).orElse(1);
        return new AcquiredJob(
                new Position(record.topic(), record.partition(), record.offset()),
                Instant.ofEpochMilli(record.timestamp()),
                record.key(),
                record.value(),
                new DeliveryCount(here + KafkaRequeue.earlierDeliveries(record.headers()), here),
                KafkaTraceHeaders.of(record.headers()));
    }

    /** Works in this order only: acknowledge, commit, then the poll that returns the same record. */
    @Override
    public Lock renew() {
        ConsumerRecord<byte[], byte[]> record = Objects.requireNonNull(held);
        Lock lock = commit(record, AcknowledgeType.RENEW, lockTime().dividedBy(3));
        if (lock != Lock.HELD) {
            return lock;
        }
        try {
            ConsumerRecords<byte[], byte[]> again = consumer.poll(Duration.ZERO);
            for (ConsumerRecord<byte[], byte[]> same : again) {
                held = same;
            }
            if (again.isEmpty()) {
                LOG.warnf(
                        "a renewed record was not returned: %s-%d@%d",
                        record.topic(), record.partition(), record.offset());
                uncertain = true;
                return Lock.UNKNOWN;
            }
            return Lock.HELD;
        } catch (KafkaException e) {
            LOG.warnf("lock not renewed: %s", e.getMessage());
            uncertain = true;
            return Lock.UNKNOWN;
        }
    }

    @Override
    public Lock settle(Acknowledgement acknowledgement) {
        ConsumerRecord<byte[], byte[]> record = Objects.requireNonNull(held);
        held = null;
        return commit(
                record,
                switch (acknowledgement) {
                    case ACCEPT -> AcknowledgeType.ACCEPT;
                    case RELEASE -> AcknowledgeType.RELEASE;
                    case REJECT -> AcknowledgeType.REJECT;
                },
                settings.callTimeout());
    }

    /**
     * A commit that was refused does not throw: the error is in its result. After a broker crash it is unknown who holds the
     * record. That does not mean it is lost: the run continues, and its outcome counts if it is the first.
     */
    private Lock commit(ConsumerRecord<byte[], byte[]> record, AcknowledgeType type, Duration atMost) {
        Lock lock;
        try {
            consumer.acknowledge(record, type);
            lock = read(consumer.commitSync(atMost));
        } catch (IllegalStateException e) {
            LOG.debugf("%s is not possible any more: %s", type, e.getMessage());
            lock = uncertain ? Lock.UNKNOWN : Lock.LOST;
        } catch (KafkaException e) {
            LOG.warnf("%s is not known to have arrived: %s", type, e.getMessage());
            lock = Lock.UNKNOWN;
        }
        uncertain |= lock == Lock.UNKNOWN;
        return lock;
    }

    private static Lock read(Map<TopicIdPartition, Optional<KafkaException>> results) {
        Lock lock = results.isEmpty() ? Lock.UNKNOWN : Lock.HELD;
        for (Map.Entry<TopicIdPartition, Optional<KafkaException>> result : results.entrySet()) {
            if (result.getValue().isPresent()) {
                KafkaException failure = result.getValue().get();
                LOG.infof("%s: %s", result.getKey().topicPartition(), failure.toString());
                lock = failure instanceof InvalidRecordStateException ? Lock.LOST : Lock.UNKNOWN;
            }
        }
        return lock;
    }

    @Override
    public Duration lockTime() {
        return consumer.acquisitionLockTimeoutMs().map(Duration::ofMillis).orElse(settings.assumedLockTime());
    }

    @Override
    public void close() {
        try {
            consumer.close(Duration.ofSeconds(1));
        } catch (KafkaException e) {
            LOG.debugf("a consumer was not closed cleanly: %s", e.getMessage());
        }
    }
}
