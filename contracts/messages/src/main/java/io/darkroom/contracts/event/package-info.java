/**
 * What happened to a job, in order. Kafka owns the history ({@code darkroom.events}, keyed by job id, so that one job's
 * events keep their order). The worker numbers the events of one attempt; the gateway folds them by (attempt, sequence).
 */
@NullMarked
package io.darkroom.contracts.event;

import org.jspecify.annotations.NullMarked;
