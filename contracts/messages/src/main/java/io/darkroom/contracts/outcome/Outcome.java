package io.darkroom.contracts.outcome;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.JobState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The final result of a job, in the object store at {@code jobs/{tenant}/{jobId}/outcome.json}.
 *
 * @param state one of the terminal states
 * @param attempt attempt that ended it; 0: it ended before the first attempt
 * @param by author: a worker's id, or {@code gateway}
 * @param outputs result artifacts, ordered by item; empty unless it succeeded
 * @param failure present if {@code failed}; the first item's, if every item failed
 * @param failures failed items, ordered by item; a job succeeds if at least one item did
 * @param canceledAtStep the denoising step at which a running job stopped; null if it never ran
 */
public record Outcome(
        int schema,
        JobId jobId,
        String tenant,
        JobKind kind,
        String model,
        JobState state,
        int attempt,
        String by,
        List<OutputArtifact> outputs,
        @Nullable Receipt receipt,
        @Nullable Failure failure,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ItemFailure> failures,
        @Nullable Integer canceledAtStep,
        Usage usage,
        @Nullable Instant startedAt,
        Instant finishedAt) {

    public static final int SCHEMA = 1;

    public Outcome {
        if (!state.isTerminal()) {
            throw new IllegalArgumentException("an outcome needs a terminal state, not " + state.wireName());
        }
        outputs = List.copyOf(outputs);
        failures = copy(failures);
    }

    /** Outcomes written by older versions have no item failures. */
    private static List<ItemFailure> copy(@Nullable List<ItemFailure> failures) {
        return failures == null ? List.of() : List.copyOf(failures);
    }
}
