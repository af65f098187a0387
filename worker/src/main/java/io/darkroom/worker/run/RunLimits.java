package io.darkroom.worker.run;

import io.darkroom.worker.checkpoint.CheckpointRule;
import java.time.Duration;
import java.util.Map;

/**
 * @param attempts attempts that may be charged to one job; 3
 * @param deliveries deliveries after which a job that never finishes an attempt is given up; 100
 * @param viewLag maximum age at which a job without a view still counts as never attempted; 2 s
 * @param patience how long runs wait for what is missing
 * @param retry back-off before a job is delivered again
 * @param checkpoints which jobs write checkpoints
 * @param times maximum duration of an attempt
 */
public record RunLimits(
        int attempts,
        int deliveries,
        Duration viewLag,
        Patience patience,
        Backoff retry,
        CheckpointRule checkpoints,
        TimeLimits times) {
    /**
     * @param model how long a job waits for a worker that serves its model; 2 min
     * @param store how long a run keeps trying to store what it computed; 20 s
     */
    public record Patience(Duration model, Duration store) {}

    /** Attempts may take an hour. */
    public RunLimits(
            int attempts,
            int deliveries,
            Duration viewLag,
            Patience patience,
            Backoff retry,
            CheckpointRule checkpoints) {
        this(
                attempts,
                deliveries,
                viewLag,
                patience,
                retry,
                checkpoints,
                new TimeLimits(Duration.ofHours(1), Map.of()));
    }

    public RunLimits {
        if (attempts < 1) {
            throw new IllegalArgumentException("a job needs at least one attempt, not " + attempts);
        }
        if (deliveries <= attempts) {
            throw new IllegalArgumentException("the delivery limit (" + deliveries
                    + ") must be above the attempt limit (" + attempts + "): interruptions count as deliveries, too");
        }
    }
}
