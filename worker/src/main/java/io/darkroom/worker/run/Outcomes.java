package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.contracts.outcome.Receipt;
import io.darkroom.contracts.outcome.Usage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every way in which a worker ends a job. */
record Outcomes(
        JobRequest request,
        String worker,
        int attempt,
        @Nullable Instant startedAt,
        Instant now) {

    /** For a job that ends before this worker ran it. */
    static Outcomes beforeStart(JobRequest request, String worker, int lastAttempt, Instant now) {
        return new Outcomes(request, worker, lastAttempt, null, now);
    }

    Outcome succeeded(Receipt receipt, List<OutputArtifact> outputs, Usage usage) {
        return outcome(JobState.SUCCEEDED, outputs, receipt, null, null, usage);
    }

    Outcome failed(Failure failure, Usage usage) {
        return outcome(JobState.FAILED, List.of(), null, failure, null, usage);
    }

    /**
     * @param step at which it stopped; null if it did not run
     */
    Outcome canceled(@Nullable Integer step, Usage usage) {
        return outcome(JobState.CANCELED, List.of(), null, null, step, usage);
    }

    Outcome expired() {
        return outcome(JobState.EXPIRED, List.of(), null, null, null, Usage.NONE);
    }

    private Outcome outcome(
            JobState state,
            List<OutputArtifact> outputs,
            @Nullable Receipt receipt,
            @Nullable Failure failure,
            @Nullable Integer canceledAtStep,
            Usage usage) {
        return new Outcome(
                Outcome.SCHEMA,
                request.id(),
                request.tenant(),
                request.kind(),
                request.model(),
                state,
                attempt,
                worker,
                outputs,
                receipt,
                failure,
                List.of(),
                canceledAtStep,
                usage,
                startedAt,
                now);
    }
}
