/**
 * What a worker tells the fleet: events of its jobs, its models, its dead letters. Events of one attempt are numbered
 * from 1 in the order in which they enter the log.
 *
 * <p>Two ways out. Events that decide something (started, released, finished) are appended with {@code acks=all} and
 * waited for. Progress and previews are shown when the log has room: at most one per job is under way, and what comes
 * meanwhile replaces what waits, so that a slow broker never slows denoising.
 */
@NullMarked
package io.darkroom.worker.report;

import org.jspecify.annotations.NullMarked;
