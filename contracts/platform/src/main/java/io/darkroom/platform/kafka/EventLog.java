package io.darkroom.platform.kafka;

import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.event.JobEvent;
import java.util.concurrent.CompletionStage;

/** The durable event log that the whole fleet reads. */
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
     * Appends a dead letter and waits until it is durable.
     *
     * @throws LogUnavailableException if that is not known to have happened
     */
    void append(DeadLetter letter);
}
