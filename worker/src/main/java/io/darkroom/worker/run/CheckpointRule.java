package io.darkroom.worker.run;

import java.time.Duration;

/**
 * When a job is worth a checkpoint.
 *
 * @param above expected time of the whole attempt from which on it leaves one when the worker shuts down; below, the work
 *     is done again sooner than it is saved; 3 s
 * @param every how often a running job leaves one, for the case that its worker dies; 30 s
 */
public record CheckpointRule(Duration above, Duration every) {
    public CheckpointRule {
        if (above.isNegative() || every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException(
                    "checkpoints need above >= 0 and every > 0, not above " + above + " and every " + every);
        }
    }
}
