package io.darkroom.contracts.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An earlier job that a new one repeats, and what came out of it.
 *
 * @param jobId the earlier job
 * @param outputs its results, to compare the new ones with
 */
public record Verification(JobId jobId, List<Expected> outputs) {
    public Verification {
        outputs = List.copyOf(outputs);
    }

    /**
     * One result, named as {@code OutputArtifact} names it.
     *
     * @param sha256 lower-case hex
     */
    public record Expected(int item, String role, @Nullable Integer frame, String sha256) {}
}
