package io.darkroom.gateway.quota;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.quota.HoldMark;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.RecordHeaders;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.quota.TenantJobs.Job;
import io.darkroom.gateway.quota.TenantJobs.Sums;
import io.darkroom.gateway.runtime.RolesConfig;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaFollower;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.telemetry.metric.JobMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import io.micrometer.core.instrument.Counter;
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
 * Folds the partitions that this gateway owns and releases jobs to their lanes. Nothing is released before all is read that was
 * there when the partition came. Any failure throws away what was folded and reads it again from the committed offset.
 */
@Singleton
public class KafkaQuotaQueue extends KafkaFollower {
    static final String GROUP = "darkroom.gateway.quota";

    private static final Logger LOG = Logger.getLogger(KafkaQuotaQueue.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration TELL = Duration.ofSeconds(1);

    /** Jobs of one tenant that are released at once. */
    private static final int BATCH = 100;

    /** Jobs of one tenant that are looked at at once. */
    private static final int LOOKS = 1_000;

    private final KafkaClientSettings kafka;
    private final QuotaConfig config;
    private final KafkaQuotas topic;
    private final Quotas quotas;
    private final KafkaLog log;
    private final EndedJobs endedJobs;
    private final RedisQuotaUse use;
    private final Clock clock;
    private final Counter released;
    private final Map<TopicPartition, Owned> owned = new HashMap<>();
    private volatile Sums sums = Sums.NONE;

    KafkaQuotaQueue(
            KafkaClientSettings kafka,
            QuotaConfig config,
            KafkaQuotas topic,
            Quotas quotas,
            KafkaLog log,
            EndedJobs endedJobs,
            RedisQuotaUse use,
            Meters meters,
            Clock clock) {
        super(GROUP, kafka, config.sessionTimeout());
        this.kafka = kafka;
        this.config = config;
        this.topic = topic;
        this.quotas = quotas;
        this.log = log;
        this.endedJobs = endedJobs;
        this.use = use;
        this.clock = clock;
        this.released = meters.counter(JobMetrics.QUOTA_RELEASED);
        meters.gauge(JobMetrics.QUOTA_WAITING, this, it -> it.sums.waiting());
        meters.gauge(JobMetrics.QUOTA_WAITING_WORK, this, it -> it.sums.waitingMillis() / 1e3);
        meters.gauge(JobMetrics.QUOTA_IN_FLIGHT_WORK, this, it -> it.sums.inFlightMillis() / 1e3);
    }

    /**
     * @param readUpTo where the partition ended when it came
     */
    private record Owned(QuotaQueue holds, long readUpTo) {}

    void start(@Observes StartupEvent event, RolesConfig roles) {
        if (RolesConfig.Role.API.isOneOf(roles)) {
            begin();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        end();
    }

    @Override
    protected void follow(KafkaConsumer<String, byte[]> consumer) throws InterruptedException {
        while (!closed() && !topic.caughtUp()) {
            pause();
        }
        owned.clear();
        try (KafkaHeldRecords records = new KafkaHeldRecords(kafka)) {
            consumer.subscribe(List.of(Topics.HELD), new Rebalance(consumer));
            long tellAt = System.nanoTime();
            boolean more = false;
            while (!closed()) {
                consumer.poll(more ? Duration.ZERO : POLL).forEach(this::fold);
                more = release(consumer, records);
                if (System.nanoTime() - tellAt >= 0) {
                    tellAt = System.nanoTime() + TELL.toNanos();
                    markEnded(consumer);
                    tell();
                    commit(consumer);
                }
            }
            commit(consumer);
        } finally {
            owned.clear();
            sums = Sums.NONE;
        }
    }

    private void fold(ConsumerRecord<String, byte[]> entry) {
        QuotaQueue holds = Objects.requireNonNull(owned.get(new TopicPartition(entry.topic(), entry.partition())))
                .holds();
        JobId job;
        long work;
        HoldMark mark;
        try {
            boolean isJob = KafkaHeldRecords.header(entry, RecordHeaders.GOES_TO) != null;
            job = isJob ? new JobId(Objects.requireNonNull(KafkaHeldRecords.header(entry, Admission.JOB))) : null;
            work = isJob ? Long.parseLong(Objects.requireNonNull(KafkaHeldRecords.header(entry, Admission.WORK))) : 0;
            mark = isJob ? null : Json.decode(entry.value(), HoldMark.class);
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s-%d@%d is not understood and skipped", entry.topic(), entry.partition(), entry.offset());
            holds.nothing(entry.offset());
            return;
        }
        if (job != null) {
            holds.job(entry.offset(), job, entry.key(), work, Instant.ofEpochMilli(entry.timestamp()));
        } else if (mark != null) {
            holds.mark(entry.offset(), mark);
        }
    }

    /** True: there may be more to release at once. */
    private boolean release(KafkaConsumer<String, byte[]> consumer, KafkaHeldRecords records) {
        boolean more = false;
        for (Map.Entry<TopicPartition, Owned> entry : owned.entrySet()) {
            QuotaQueue holds = entry.getValue().holds();
            if (isRead(consumer, entry.getKey())) {
                List<Job> due = holds.release(quotas::millis, BATCH, clock.instant());
                bring(due, entry.getKey(), holds, records);
                more |= due.size() >= BATCH;
            }
        }
        return more;
    }

    private boolean isRead(KafkaConsumer<String, byte[]> consumer, TopicPartition partition) {
        return consumer.position(partition)
                >= Objects.requireNonNull(owned.get(partition)).readUpTo();
    }

    /** The lane has it first, then it is marked: a crash between the two repeats it, and none loses it. */
    private void bring(List<Job> due, TopicPartition partition, QuotaQueue holds, KafkaHeldRecords records) {
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
                        "%s waited for its quota until the log had lost it: %s@%d", job.id(), partition, job.offset());
                holds.lost(job);
                continue;
            }
            sends.add(log.send(lane, job.id().value(), entry.value(), KafkaHeldRecords.forLane(entry, now)));
            there.add(job);
        }
        join(sends);
        mark(there.stream()
                .map(job -> HoldMark.of(job.id(), job.tenant(), HoldMark.RELEASED, now))
                .toList());
        released.increment(there.size());
    }

    private void mark(List<HoldMark> marks) {
        join(marks.stream()
                .map(mark -> log.send(Topics.HELD, mark.tenant(), Json.encode(mark), Map.of()))
                .toList());
    }

    private static void join(List<CompletableFuture<Void>> sends) {
        CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).join();
    }

    /** They leave the fold when their marks come back. */
    private void markEnded(KafkaConsumer<String, byte[]> consumer) {
        Instant now = clock.instant();
        List<Job> due = new ArrayList<>();
        owned.forEach((partition, it) -> {
            if (isRead(consumer, partition)) {
                due.addAll(it.holds().toLookAt(now.minus(config.check()), LOOKS, now));
            }
        });
        mark(endedJobs.among(due, now));
    }

    private void tell() {
        Sums all = Sums.NONE;
        for (Owned it : owned.values()) {
            all = all.plus(it.holds().sums());
            use.tell(it.holds().byTenant());
        }
        sums = all;
    }

    private void commit(KafkaConsumer<String, byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        owned.forEach((partition, it) -> {
            if (it.holds().hasNews()) {
                positions.put(partition, new OffsetAndMetadata(it.holds().committable()));
            }
        });
        if (!positions.isEmpty()) {
            consumer.commitSync(positions);
            positions.forEach((partition, position) ->
                    Objects.requireNonNull(owned.get(partition)).holds().committed(position.offset()));
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
