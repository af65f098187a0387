package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.ItemFailure;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.contracts.outcome.Receipt;
import io.darkroom.contracts.outcome.Usage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds the outcomes with which a worker ends a job.
 *
 * @param attempt number of the last attempt
 * @param startedAt when it started; null if this worker did not start one
 */
record Outcomes(
        JobRequest request,
        String worker,
        int attempt,
        @Nullable Instant startedAt,
        Instant now) {

    /**
     * Of a job whose pipeline finished: it succeeds if any item did.
     *
     * @param failures items without a result
     */
    Outcome finished(Receipt receipt, List<OutputArtifact> outputs, List<ItemFailure> failures, Usage usage) {
        return failures.size() >= Math.max(1, request.input().items())
                ? outcome(
                        JobState.FAILED, List.of(), receipt, failures.getFirst().failure(), failures, null, usage)
                : outcome(JobState.SUCCEEDED, outputs, receipt, null, failures, null, usage);
    }

    Outcome failed(Failure failure, Usage usage) {
        return outcome(JobState.FAILED, List.of(), null, failure, List.of(), null, usage);
    }

    /**
     * @param step at which it stopped; null if it was not running
     */
    Outcome canceled(@Nullable Integer step, Usage usage) {
        return outcome(JobState.CANCELED, List.of(), null, null, List.of(), step, usage);
    }

    Outcome expired() {
        return outcome(JobState.EXPIRED, List.of(), null, null, List.of(), null, Usage.NONE);
    }

    private Outcome outcome(
            JobState state,
            List<OutputArtifact> outputs,
            @Nullable Receipt receipt,
            @Nullable Failure failure,
            List<ItemFailure> failures,
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
                failures,
                canceledAtStep,
                usage,
                startedAt,
                now);
    }
}
