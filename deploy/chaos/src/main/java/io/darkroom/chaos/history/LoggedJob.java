package io.darkroom.chaos.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code darkroom.jobs.…}. The same job may lie there twice.
 *
 * @param intent in its metadata; null: not of this run
 */
public record LoggedJob(String jobId, @Nullable String intent, String topic, long offset, Instant at) {}
