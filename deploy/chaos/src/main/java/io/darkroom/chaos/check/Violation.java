package io.darkroom.chaos.check;

import org.jspecify.annotations.Nullable;

/**
 * A promise that was broken.
 *
 * @param jobId whose; null: nobody's in particular
 */
public record Violation(Invariant invariant, @Nullable String jobId, String what) {
    @Override
    public String toString() {
        return invariant + (jobId == null ? "" : " " + jobId) + ": " + what;
    }
}
