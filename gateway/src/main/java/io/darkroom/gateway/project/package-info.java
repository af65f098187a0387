/**
 * Folds the log into what clients read fast.
 *
 * <p>Two inputs per job: its request (from a jobs topic) and its events (from {@code darkroom.events}), in any order
 * relative to each other. {@link io.darkroom.gateway.view.JobFold} is pure; {@link
 * io.darkroom.gateway.project.KafkaProjector} reads, folds and writes; a view is written only if nobody wrote it since it was
 * read, and only in the epoch in which the projector read it.
 *
 * <p>An epoch is one life of the Redis data, named by a marker key. If the marker is gone, so is the data: a new epoch starts
 * and every partition is read again from its beginning. A committed offset carries the epoch in which it was earned and counts
 * only in that. Events get their numbers in log order, so a rebuilt view numbers them as before.
 */
@NullMarked
package io.darkroom.gateway.project;

import org.jspecify.annotations.NullMarked;
