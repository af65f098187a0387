package io.darkroom.contracts.outcome;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.JobState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one end of a job, in the object store at {@code jobs/{tenant}/{jobId}/outcome.json}.
 *
 * @param state one of the terminal states
 * @param attempt which attempt ended it; 0: it ended before any started
 * @param by who wrote it: a worker's id, or {@code gateway}
 * @param outputs the artifacts that count, ordered by item; empty unless it succeeded
 * @param failure present if {@code failed}; the first item's, if every item failed
 * @param failures items without a result, ordered; a job succeeds if any item did
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

    /** Outcomes from before there were item failures have none. */
    private static List<ItemFailure> copy(@Nullable List<ItemFailure> failures) {
        return failures == null ? List.of() : List.copyOf(failures);
    }
}
