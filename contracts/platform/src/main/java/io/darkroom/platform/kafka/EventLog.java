package io.darkroom.platform.kafka;

import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.event.JobEvent;
import java.util.concurrent.CompletionStage;

/** The durable event log that the whole fleet reads. */
public interface EventLog {
    /**
     * Appends an event and waits until all in-sync replicas have it.
     *
     * @throws LogUnavailableException if the append was not confirmed; the record may or may not be in the log
     */
    void append(JobEvent event);

    /** Appends asynchronously, after all earlier events of this log. Never throws; the stage fails instead. */
    CompletionStage<?> appendSoon(JobEvent event);

    /**
     * Appends a dead letter and waits until all in-sync replicas have it.
     *
     * @throws LogUnavailableException if the append was not confirmed; the record may or may not be in the log
     */
    void append(DeadLetter letter);
}
