/**
 * The way of one job through a worker, on one page: {@link io.darkroom.worker.run.JobRun}. It takes an {@link
 * io.darkroom.worker.run.AcquiredJob}, looks whether there is anything left to do ({@link
 * io.darkroom.worker.run.Preflight}), makes one attempt, ends the job ({@link io.darkroom.worker.run.OutcomeCommitter}) and gives a
 * {@link io.darkroom.worker.run.Verdict} to whoever holds the lock.
 *
 * <p>The order artifacts, outcome, terminal event, acceptance makes every gap between two of them harmless: whoever gets
 * the job next finds the outcome and goes on from there. Elapsed times are monotonic; wall clocks are only written down.
 */
@NullMarked
package io.darkroom.worker.run;

import org.jspecify.annotations.NullMarked;
