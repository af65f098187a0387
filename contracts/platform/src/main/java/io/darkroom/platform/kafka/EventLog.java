package io.darkroom.platform.kafka;

import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.event.JobEvent;
import java.util.concurrent.CompletionStage;

/** The durable log that all of the fleet reads. */
public interface EventLog {
    /**
     * Appends and waits until it is durable.
     *
     * @throws LogUnavailableException if that is not known to have happened
     */
    void append(JobEvent event);

    /** Appends in the background, after everything that was appended before. Never throws. */
    CompletionStage<?> appendSoon(JobEvent event);

    /**
     * Sets a job aside and waits until that is durable.
     *
     * @throws LogUnavailableException if that is not known to have happened
     */
    void append(DeadLetter letter);
}
