/**
 * The way of one job through a worker, on one page: {@link io.darkroom.worker.run.JobRunner}. It gets an {@link
 * io.darkroom.worker.run.AcquiredJob}, decides what is left to do ({@link io.darkroom.worker.run.Preflight}), runs one
 * attempt ({@link io.darkroom.worker.run.AttemptRunner}), ends the job ({@link io.darkroom.worker.run.OutcomeCommitter})
 * and returns a {@link io.darkroom.worker.run.Verdict}, by which the holder of the lock settles the record.
 *
 * <p>The order artifacts, outcome, terminal event, acceptance makes a crash between any two of them harmless: the next
 * worker finds the outcome and continues from there. Whatever is thrown, a job ends with an outcome or is released.
 * Durations are measured with the monotonic clock; wall-clock times are only recorded.
 */
@NullMarked
package io.darkroom.worker.run;

import org.jspecify.annotations.NullMarked;
