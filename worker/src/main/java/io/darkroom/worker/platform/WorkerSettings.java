package io.darkroom.worker.platform;

import io.darkroom.contracts.job.JobKind;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.redis.RedisConfig;
import io.darkroom.platform.redis.RedisSettings;
import io.darkroom.platform.store.StoreConfig;
import io.darkroom.platform.store.StoreSettings;
import io.darkroom.worker.checkpoint.CheckpointRule;
import io.darkroom.worker.intake.IntakeSettings;
import io.darkroom.worker.intake.KafkaSettings;
import io.darkroom.worker.run.Backoff;
import io.darkroom.worker.run.RunLimits;
import io.darkroom.worker.run.TimeLimits;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Everything that a worker is told, checked.
 *
 * @param slots see {@link io.darkroom.worker.intake.SlotPlan}
 * @param startPatience how long the start waits for Kafka
 */
public record WorkerSettings(
        String id,
        String slots,
        KafkaSettings kafka,
        StoreSettings store,
        RedisSettings redis,
        RunLimits limits,
        IntakeSettings intake,
        Duration cancelPoll,
        Duration startPatience) {
    /** What is left of the five seconds for closing consumers and connections. */
    private static final Duration LONGEST_GRACE = Duration.ofSeconds(3);

    public WorkerSettings {
        if (intake.grace().compareTo(LONGEST_GRACE) > 0) {
            throw new IllegalArgumentException("darkroom.worker.grace is " + intake.grace() + ", but must be at most "
                    + LONGEST_GRACE + ": a worker is gone 5 s after it was told to go");
        }
        if (cancelPoll.isNegative() || cancelPoll.isZero()) {
            throw new IllegalArgumentException("darkroom.worker.cancel-poll must be above zero, not " + cancelPoll);
        }
        if (kafka.cells() < 1) {
            throw new IllegalArgumentException("darkroom.worker.cells must be at least 1, not " + kafka.cells());
        }
    }

    /** Kinds that take longer by their nature; what is configured counts. */
    private static Map<String, Duration> withShipped(Map<String, Duration> configured) {
        Map<String, Duration> limits = new HashMap<>();
        for (JobKind kind : JobKind.values()) {
            switch (kind.course()) {
                case STILL -> {}
                case DATASET -> limits.put(kind.wireName(), Duration.ofHours(24));
                case VIDEO -> limits.put(kind.wireName(), Duration.ofHours(6));
            }
        }
        limits.putAll(configured);
        return limits;
    }

    static WorkerSettings of(
            String id, WorkerConfig worker, StoreConfig store, RedisConfig redis, KafkaClientSettings kafka) {
        return new WorkerSettings(
                id,
                worker.slots(),
                new KafkaSettings(kafka, worker.cells(), worker.kafkaTimeout(), Duration.ofSeconds(30)),
                StoreSettings.of(store),
                RedisSettings.of(redis),
                new RunLimits(
                        worker.attempts(),
                        worker.deliveries(),
                        Duration.ofSeconds(2),
                        new RunLimits.Patience(worker.modelPatience(), worker.storePatience()),
                        new Backoff(worker.retryFirst(), worker.retryLongest()),
                        new CheckpointRule(worker.checkpointAbove(), worker.checkpointEvery()),
                        TimeLimits.of(worker.timeLimit(), withShipped(worker.timeLimits()), worker.stuckAfter())),
                new IntakeSettings(id, worker.poll(), worker.grace(), Duration.ofSeconds(1)),
                worker.cancelPoll(),
                worker.startPatience());
    }
}
