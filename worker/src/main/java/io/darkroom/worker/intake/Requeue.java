package io.darkroom.worker.intake;

import io.darkroom.worker.run.AcquiredJob;

/** Appends a job to its cell again, as a new record whose deliveries the broker counts from one. */
public interface Requeue {
    /**
     * Durable when it returns.
     *
     * @throws io.darkroom.platform.kafka.LogUnavailableException if that is not known
     */
    void requeue(AcquiredJob job);
}
