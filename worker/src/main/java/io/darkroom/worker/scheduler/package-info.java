/**
 * Schedulers: the sampling methods that take a sample from noise to an image, each one class that names its paper, and the noise
 * schedule that they share.
 *
 * <p><b>Model.</b> Pure arithmetic on arrays: no device, no clock, and no random numbers except those from {@link
 * io.darkroom.worker.scheduler.StepNoise}. Coefficients are computed in double precision, samples are kept in single precision. Results
 * agree with diffusers to 1e-5.
 *
 * <p><b>Ownership.</b> One scheduler object per sample, used by one thread at a time. {@link
 * io.darkroom.worker.scheduler.SchedulerState} is a copy of what it remembers, so that another object can continue with the same bits.
 *
 * <p><b>Conservative.</b> A model is offered only the schedulers that are defined for its settings; see {@link
 * io.darkroom.worker.scheduler.Schedulers#of}.
 */
@NullMarked
package io.darkroom.worker.scheduler;

import org.jspecify.annotations.NullMarked;
