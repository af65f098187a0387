package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.platform.store.StoreUnavailableException;
import io.darkroom.platform.telemetry.metric.JobMetrics;
import io.darkroom.platform.telemetry.trace.ActiveSpan;
import io.darkroom.platform.telemetry.trace.SpanAttributes;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Ends jobs: first the outcome, then the terminal event. The record is accepted after that, and only then. */
final class OutcomeCommitter {
    private final String worker;
    private final RunStorage storage;
    private final RunTelemetry telemetry;
    private final InstantSource clock;

    OutcomeCommitter(String worker, RunStorage storage, RunTelemetry telemetry, InstantSource clock) {
        this.worker = worker;
        this.storage = storage;
        this.telemetry = telemetry;
        this.clock = clock;
    }

    /** Outcomes of a job whose attempt started then; null if this worker did not start one. */
    Outcomes outcomes(JobRequest request, int attempt, @Nullable Instant startedAt) {
        return new Outcomes(request, worker, attempt, startedAt, clock.instant());
    }

    /**
     * Stores the outcome unless the job already has one, then publishes the one that counts.
     *
     * @param mayHaveCheckpoint whether a checkpoint may be left over, to be deleted after the event
     * @throws StoreUnavailableException if it is not known which outcome counts
     * @throws io.darkroom.platform.kafka.LogUnavailableException if the outcome is stored, but not known to be published
     */
    Verdict.Accept commit(JobRequest request, Outcome mine, StoreRetry retry, boolean mayHaveCheckpoint) {
        Outcome stored;
        try (ActiveSpan _ = ActiveSpan.start(telemetry
                .traces()
                .span("commit")
                .setAttribute(SpanAttributes.STATE, mine.state().wireName()))) {
            stored = retry.call(() -> storage.outcomes().commit(mine));
        }
        Verdict.Accept ended = publish(request, stored, mayHaveCheckpoint);
        Failure failure = mine.failure();
        if (failure != null && ended.state() == mine.state()) {
            telemetry
                    .meters()
                    .counter(JobMetrics.FAILURES, failure.code().wireName())
                    .increment();
        }
        return ended;
    }

    /**
     * Publishes a stored outcome. The projection accepts it whatever its attempt and sequence number.
     *
     * @param mayHaveCheckpoint whether a checkpoint may be left over, to be deleted after the event
     */
    Verdict.Accept publish(JobRequest request, Outcome outcome, boolean mayHaveCheckpoint) {
        try (ActiveSpan _ = ActiveSpan.start(telemetry.traces().span("publish").setSpanKind(SpanKind.PRODUCER))) {
            storage.outcomes().announce(request, outcome, clock.instant());
        }
        if (mayHaveCheckpoint) {
            storage.checkpoints().delete(request.tenant(), request.id());
        }
        return new Verdict.Accept(outcome.state());
    }

    /**
     * Whether the job has an outcome by another worker or the gateway; its checkpoint is deleted then. The one who ended it
     * may have looked for leftovers before this attempt wrote one.
     */
    boolean deleteCheckpointIfEnded(JobRequest request) {
        try {
            boolean ended =
                    storage.outcomes().find(request.tenant(), request.id()).isPresent();
            if (ended) {
                storage.checkpoints().delete(request.tenant(), request.id());
            }
            return ended;
        } catch (StoreUnavailableException _) {
            return false;
        }
    }
}
