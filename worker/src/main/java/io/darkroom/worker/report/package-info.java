/**
 * What a worker publishes: events of its jobs, its models, dead letters. Events of one attempt are numbered from 1 in the
 * order in which they enter the log.
 *
 * <p>There are two ways to publish. Events that decide something (started, released, finished) are appended with {@code
 * acks=all}, and the caller waits for the acknowledgement. Progress and previews are sent as the log allows: each job has at
 * most one in flight, and a later one replaces the one that waits, so that a slow broker never slows down denoising.
 */
@NullMarked
package io.darkroom.worker.report;

import org.jspecify.annotations.NullMarked;
