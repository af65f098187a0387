package io.darkroom.chaos.history;

import io.darkroom.contracts.event.JobEvent;

/** A record of {@code darkroom.events}. One job's events lie in one partition, in the order of their offsets. */
public record LogEntry(int partition, long offset, JobEvent event) {}
