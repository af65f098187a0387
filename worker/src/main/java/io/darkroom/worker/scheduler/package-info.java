/**
 * Schedulers: the ways of a sample from noise to picture, each one class that names its paper, and the noise schedule that
 * they share.
 *
 * <p>They are pure arithmetic on arrays: no device, no clock, no random numbers but those that {@link
 * io.darkroom.worker.scheduler.StepNoise} hands in. Coefficients are worked out in double precision when a scheduler is made,
 * samples are kept in single precision.
 */
@NullMarked
package io.darkroom.worker.scheduler;

import org.jspecify.annotations.NullMarked;
