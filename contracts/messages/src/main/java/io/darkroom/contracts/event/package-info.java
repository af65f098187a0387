/**
 * The events of a job, in order. Kafka owns the history ({@code darkroom.events}, keyed by job id, so the events of one
 * job keep their order). The worker numbers the events of an attempt; the gateway orders them by (attempt, sequence),
 * never by the workers' clocks.
 */
@NullMarked
package io.darkroom.contracts.event;

import org.jspecify.annotations.NullMarked;
