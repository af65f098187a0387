package io.darkroom.worker.run;

import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.platform.kafka.EventLog;
import io.darkroom.platform.telemetry.metric.JobMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.worker.residency.ProcessMemory;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Publishes dead letters: jobs that this worker gave up, and records that are not jobs. */
final class DeadLetters {
    private final String worker;
    private final EventLog log;
    private final Meters meters;
    private final InstantSource clock;

    DeadLetters(String worker, EventLog log, Meters meters, InstantSource clock) {
        this.worker = worker;
        this.log = log;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Publishes a job that is about to end as failed. Call it before the outcome is stored: a crash between the two then
     * leads to a second dead letter at worst, never to none.
     *
     * @throws io.darkroom.platform.kafka.LogUnavailableException if it is not known to be stored
     */
    void publish(AcquiredJob job, JobRequest request, Failure failure, int attempts) {
        publish(job, request.id(), request.tenant(), failure, attempts);
    }

    /**
     * Publishes a record that is not a job request.
     *
     * @throws io.darkroom.platform.kafka.LogUnavailableException if it is not known to be stored
     */
    void publishUnreadable(AcquiredJob job) {
        String name = job.name();
        Failure failure = Failure.of(
                FailureCode.INVALID_INPUT, "record " + job + " is not a job request that this version can read");
        publish(job, name.isEmpty() ? null : new JobId(name), null, failure, 0);
    }

    private void publish(AcquiredJob job, @Nullable JobId id, @Nullable String tenant, Failure failure, int attempts) {
        log.append(new DeadLetter(
                DeadLetter.SCHEMA,
                id,
                tenant,
                failure.code(),
                failure.message(),
                attempts,
                worker,
                clock.instant(),
                job.position().topic(),
                job.position().partition(),
                job.position().offset(),
                job.value(),
                memory()));
        meters.counter(JobMetrics.DEAD_LETTERS, failure.code().wireName()).increment();
    }

    /** Memory that this process uses. */
    private static DeadLetter.Memory memory() {
        Runtime heap = Runtime.getRuntime();
        return new DeadLetter.Memory(heap.totalMemory() - heap.freeMemory(), heap.maxMemory(), ProcessMemory.peak());
    }
}
