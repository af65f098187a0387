package io.darkroom.contracts.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An earlier job that a new one repeats, with its results.
 *
 * @param jobId the earlier job
 * @param outputs results of the earlier job, to compare the new ones with
 */
public record Verification(JobId jobId, List<Expected> outputs) {
    public Verification {
        outputs = List.copyOf(outputs);
    }

    /**
     * One result, identified as in {@code OutputArtifact}.
     *
     * @param sha256 lower-case hex
     */
    public record Expected(int item, String role, @Nullable Integer frame, String sha256) {}
}
