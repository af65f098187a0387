package io.darkroom.worker.run;

import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.platform.kafka.EventLog;
import io.darkroom.platform.store.JobOutcomes;
import io.darkroom.platform.telemetry.metric.JobMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.platform.telemetry.trace.Facts;
import io.darkroom.platform.telemetry.trace.Span;
import io.darkroom.platform.telemetry.trace.Traces;
import io.darkroom.platform.telemetry.trace.Traces.Start;
import io.darkroom.worker.artifact.CheckpointBook;
import java.time.InstantSource;

/** Ends jobs: outcome, then terminal event. Its caller accepts the record after that, and only then. */
final class OutcomeCommitter {
    private final JobOutcomes outcomes;
    private final CheckpointBook checkpoints;
    private final EventLog log;
    private final Traces traces;
    private final Meters meters;
    private final InstantSource clock;

    OutcomeCommitter(
            JobOutcomes outcomes,
            CheckpointBook checkpoints,
            EventLog log,
            Traces traces,
            Meters meters,
            InstantSource clock) {
        this.outcomes = outcomes;
        this.checkpoints = checkpoints;
        this.log = log;
        this.traces = traces;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Ends the job so, unless it has an outcome already: then that one is told.
     *
     * @param litter whether a checkpoint may be left, to be removed once the end is told
     * @throws io.darkroom.platform.store.StoreUnavailableException if it is not known which outcome counts
     * @throws io.darkroom.platform.kafka.LogUnavailableException if it ended, but nobody was told
     */
    Verdict.Accept with(JobRequest request, Outcome mine, StoreRetry patiently, boolean litter) {
        Verdict.Accept told = tell(request, commit(mine, patiently), litter);
        Failure failure = mine.failure();
        if (failure != null && told.state() == mine.state()) {
            meters.counter(JobMetrics.FAILURES, failure.code().wireName()).increment();
        }
        return told;
    }

    private Outcome commit(Outcome mine, StoreRetry patiently) {
        try (Span _ =
                traces.begin(Start.of("commit")).with(Facts.STATE, mine.state().wireName())) {
            return patiently.ask(() -> outcomes.commit(mine));
        }
    }

    /** Sets the job aside first: a crash after that leaves a second letter at worst, never none. */
    Verdict.Accept with(JobRequest request, Outcome mine, DeadLetter letter, StoreRetry patiently, boolean litter) {
        log.append(letter);
        meters.counter(JobMetrics.DEAD_LETTERS, letter.code().wireName()).increment();
        return with(request, mine, patiently, litter);
    }

    /** Tells an outcome that is in the store. The projection takes it whatever its attempt and number. */
    Verdict.Accept tell(JobRequest request, Outcome outcome, boolean litter) {
        try (Span _ = traces.begin(Start.of("tell", Traces.Kind.PRODUCER))) {
            outcomes.announce(request, outcome, clock.instant());
        }
        if (litter) {
            checkpoints.forget(request.tenant(), request.id());
        }
        return new Verdict.Accept(outcome.state());
    }
}
