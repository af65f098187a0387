package io.darkroom.worker.checkpoint;

import java.time.Duration;

/**
 * Which jobs write checkpoints, and when.
 *
 * @param above at a shutdown, an attempt writes one if its expected duration is at least this; shorter ones are repeated
 *     sooner than saved; 3 s
 * @param every interval between checkpoints of a running job, for the case that its worker dies; 30 s
 */
public record CheckpointRule(Duration above, Duration every) {
    public CheckpointRule {
        if (above.isNegative() || every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException(
                    "checkpoints need above >= 0 and every > 0, not above " + above + " and every " + every);
        }
    }
}
