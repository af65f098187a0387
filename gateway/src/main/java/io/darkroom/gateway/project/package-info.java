/**
 * Projects the log into views that clients can read fast.
 *
 * <p>Two inputs per job: its request (from a jobs topic) and its events (from {@code darkroom.events}), in any order
 * relative to each other. {@link io.darkroom.gateway.view.JobFold} is pure; {@link
 * io.darkroom.gateway.project.KafkaProjector} reads, folds and writes. Kafka owns the data, Redis only a view of it. A
 * view is written only if it did not change since it was read, and only in the epoch in which the projector read it. No
 * clock is trusted for ordering: events count by attempt, sequence and log order.
 *
 * <p>An epoch is the lifetime of the data in Redis, identified by a marker key. If the marker is missing, the data is
 * taken as lost: a new epoch starts and every partition is read again from its beginning. A committed offset carries
 * the epoch in which it was committed and is valid only in that epoch. Events are numbered in log order, so a rebuilt
 * view has the same numbers as before.
 */
@NullMarked
package io.darkroom.gateway.project;

import org.jspecify.annotations.NullMarked;
