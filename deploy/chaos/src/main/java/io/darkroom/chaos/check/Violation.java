package io.darkroom.chaos.check;

import org.jspecify.annotations.Nullable;

/**
 * A guarantee that was broken.
 *
 * @param jobId of the job; null: of no single job
 */
public record Violation(Invariant invariant, @Nullable String jobId, String what) {
    @Override
    public String toString() {
        return invariant + (jobId == null ? "" : " " + jobId) + ": " + what;
    }
}
