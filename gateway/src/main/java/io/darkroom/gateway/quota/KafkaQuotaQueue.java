package io.darkroom.gateway.quota;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.quota.HoldMark;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.RecordHeaders;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.quota.TenantJobs.Job;
import io.darkroom.gateway.runtime.RolesConfig;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaFollower;
import io.darkroom.platform.kafka.KafkaLog;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Folds the assigned partitions of {@code darkroom.held} and releases jobs to their lanes. Nothing is released before
 * the partition was read up to its end at the time of assignment. After any failure the state is discarded and rebuilt
 * from the committed offset.
 */
@Singleton
public class KafkaQuotaQueue extends KafkaFollower {
    static final String GROUP = "darkroom.gateway.quota";

    private static final Logger LOG = Logger.getLogger(KafkaQuotaQueue.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PUBLISH_INTERVAL = Duration.ofSeconds(1);

    /** Maximum number of jobs of one tenant released at once. */
    private static final int BATCH = 100;

    /** Maximum number of jobs of one tenant checked at once. */
    private static final int CHECK_BATCH = 1_000;

    private final KafkaClientSettings kafka;
    private final QuotaConfig config;
    private final KafkaQuotas topic;
    private final Quotas quotas;
    private final KafkaLog log;
    private final EndedJobs endedJobs;
    private final QuotaMeters meters;
    private final Clock clock;
    private final Map<TopicPartition, Owned> owned = new HashMap<>();

    KafkaQuotaQueue(
            KafkaClientSettings kafka,
            QuotaConfig config,
            KafkaQuotas topic,
            KafkaLog log,
            EndedJobs endedJobs,
            QuotaMeters meters,
            Clock clock) {
        super(GROUP, kafka, config.sessionTimeout());
        this.kafka = kafka;
        this.config = config;
        this.topic = topic;
        this.quotas = topic.quotas();
        this.log = log;
        this.endedJobs = endedJobs;
        this.meters = meters;
        this.clock = clock;
    }

    /** @param readUpTo end offset of the partition when it was assigned */
    private record Owned(QuotaQueue queue, long readUpTo) {}

    void start(@Observes StartupEvent event, RolesConfig roles) {
        if (RolesConfig.Role.API.isOneOf(roles)) {
            start();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stop();
    }

    @Override
    protected void follow(KafkaConsumer<String, byte[]> consumer) throws InterruptedException {
        while (!stopped() && !topic.caughtUp()) {
            pause();
        }
        owned.clear();
        try (KafkaHeldRecords records = new KafkaHeldRecords(kafka)) {
            consumer.subscribe(List.of(Topics.HELD), new Rebalance(consumer));
            long publishAt = System.nanoTime();
            boolean more = false;
            while (!stopped()) {
                consumer.poll(more ? Duration.ZERO : POLL).forEach(this::fold);
                more = release(consumer, records);
                if (System.nanoTime() - publishAt >= 0) {
                    publishAt = System.nanoTime() + PUBLISH_INTERVAL.toNanos();
                    markEnded(consumer);
                    meters.publish(owned.values().stream().map(Owned::queue).toList());
                    commit(consumer);
                }
            }
            commit(consumer);
        } finally {
            owned.clear();
            meters.publish(List.of());
        }
    }

    private void fold(ConsumerRecord<String, byte[]> entry) {
        QuotaQueue queue = Objects.requireNonNull(owned.get(new TopicPartition(entry.topic(), entry.partition())))
                .queue();
        JobId job;
        long work;
        HoldMark mark;
        try {
            boolean isJob = KafkaHeldRecords.header(entry, RecordHeaders.GOES_TO) != null;
            job = isJob ? new JobId(Objects.requireNonNull(KafkaHeldRecords.header(entry, Admission.JOB))) : null;
            work = isJob ? Long.parseLong(Objects.requireNonNull(KafkaHeldRecords.header(entry, Admission.WORK))) : 0;
            mark = isJob ? null : Json.decode(entry.value(), HoldMark.class);
        } catch (RuntimeException e) {
            LOG.errorf(
                    e, "skipping %s-%d@%d, which cannot be decoded", entry.topic(), entry.partition(), entry.offset());
            queue.skip(entry.offset());
            return;
        }
        if (job != null) {
            queue.job(entry.offset(), job, entry.key(), work, Instant.ofEpochMilli(entry.timestamp()));
        } else if (mark != null) {
            queue.mark(entry.offset(), mark);
        }
    }

    /** True if more jobs may be ready for release. */
    private boolean release(KafkaConsumer<String, byte[]> consumer, KafkaHeldRecords records) {
        boolean more = false;
        for (Map.Entry<TopicPartition, Owned> entry : owned.entrySet()) {
            QuotaQueue queue = entry.getValue().queue();
            if (isRead(consumer, entry.getKey())) {
                List<Job> due = queue.release(quotas::millis, BATCH, clock.instant());
                send(due, entry.getKey(), queue, records);
                more |= due.size() >= BATCH;
            }
        }
        return more;
    }

    private boolean isRead(KafkaConsumer<String, byte[]> consumer, TopicPartition partition) {
        return consumer.position(partition)
                >= Objects.requireNonNull(owned.get(partition)).readUpTo();
    }

    /**
     * Publishes jobs to their lanes, then marks them as released: a crash between the two repeats a release and never
     * loses a job.
     */
    private void send(List<Job> due, TopicPartition partition, QuotaQueue queue, KafkaHeldRecords records) {
        if (due.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        List<Job> there = new ArrayList<>();
        List<CompletableFuture<Void>> sends = new ArrayList<>();
        for (Job job : due) {
            ConsumerRecord<String, byte[]> entry = records.read(partition, job.offset());
            String lane = entry == null ? null : KafkaHeldRecords.header(entry, RecordHeaders.GOES_TO);
            if (entry == null || lane == null) {
                LOG.errorf(
                        "the record of %s expired while it waited for its quota: %s@%d",
                        job.id(), partition, job.offset());
                queue.remove(job);
                continue;
            }
            sends.add(log.send(lane, job.id().value(), entry.value(), KafkaHeldRecords.forLane(entry, now)));
            there.add(job);
        }
        join(sends);
        mark(there.stream()
                .map(job -> HoldMark.of(job.id(), job.tenant(), HoldMark.RELEASED, now))
                .toList());
        meters.released(there.size());
    }

    private void mark(List<HoldMark> marks) {
        join(marks.stream()
                .map(mark -> log.send(Topics.HELD, mark.tenant(), Json.encode(mark), Map.of()))
                .toList());
    }

    private static void join(List<CompletableFuture<Void>> sends) {
        CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).join();
    }

    /** Marks jobs whose end was missed; they leave the state when the marks are read. */
    private void markEnded(KafkaConsumer<String, byte[]> consumer) {
        Instant now = clock.instant();
        List<Job> due = new ArrayList<>();
        owned.forEach((partition, it) -> {
            if (isRead(consumer, partition)) {
                due.addAll(it.queue().dueForCheck(now.minus(config.check()), CHECK_BATCH, now));
            }
        });
        mark(endedJobs.find(due, now));
    }

    private void commit(KafkaConsumer<String, byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        owned.forEach((partition, it) -> {
            if (it.queue().hasUncommitted()) {
                positions.put(partition, new OffsetAndMetadata(it.queue().committable()));
            }
        });
        if (!positions.isEmpty()) {
            consumer.commitSync(positions);
            positions.forEach((partition, position) ->
                    Objects.requireNonNull(owned.get(partition)).queue().committed(position.offset()));
        }
    }

    private final class Rebalance implements ConsumerRebalanceListener {
        private final KafkaConsumer<String, byte[]> consumer;

        Rebalance(KafkaConsumer<String, byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commit(consumer);
            partitions.forEach(owned::remove);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            partitions.forEach(owned::remove);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (TopicPartition partition : partitions) {
                owned.put(
                        partition,
                        new Owned(
                                new QuotaQueue(consumer.position(partition)),
                                Objects.requireNonNull(ends.get(partition))));
            }
        }
    }
}
