package io.darkroom.worker.run;

import java.time.Duration;
import java.util.Map;

/**
 * @param attempts attempts that may be charged to one job; 3
 * @param deliveries deliveries after which a job that never gets anywhere is set aside; 100
 * @param viewLag how old a job without a view may be and still count as never tried; 2 s
 * @param modelPatience how long a job waits for a worker that serves its model; 2 min
 * @param storePatience how long a run keeps trying to store what it made; 20 s
 * @param retry waits before a job is handed out again
 * @param checkpoints which jobs leave checkpoints
 * @param times how long an attempt may take
 */
public record RunLimits(
        int attempts,
        int deliveries,
        Duration viewLag,
        Duration modelPatience,
        Duration storePatience,
        Backoff retry,
        CheckpointRule checkpoints,
        TimeLimits times) {
    /** Attempts may take an hour. */
    public RunLimits(
            int attempts,
            int deliveries,
            Duration viewLag,
            Duration modelPatience,
            Duration storePatience,
            Backoff retry,
            CheckpointRule checkpoints) {
        this(
                attempts,
                deliveries,
                viewLag,
                modelPatience,
                storePatience,
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
                    + ") must be above the attempt limit (" + attempts + "): interruptions are delivered, too");
        }
    }
}
