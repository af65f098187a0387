/**
 * The running batch: one thread runs one network for the samples of many jobs at once, step by step (continuous batching).
 *
 * <p><b>Model.</b> A {@link io.darkroom.worker.batch.SampleRequest} describes one sample: its scheduler, starting noise, prompts
 * and guidance. Each denoising step of a sample needs one row per prompt and one for the unconditional side. A run of a network
 * has a fixed number of rows, filled from as many samples as fit; a sample may join or leave before any run, and the rows of one
 * step may come from several runs. The number of rows does not change because a row gives the same bits beside any
 * neighbours only as long as the size of the run is the same; so a seed gives the same bytes on an idle worker and on a busy one.
 *
 * <p><b>Ownership.</b> The {@link io.darkroom.worker.batch.DeviceThread} owns the device: it alone calls a {@link
 * io.darkroom.worker.batch.Denoiser}, except {@code terminate}. A job holds a {@link io.darkroom.worker.batch.DeviceLease}, through
 * which it submits samples and reads their {@link io.darkroom.worker.batch.StepEvent}s; the scheduler books the same job in a {@code
 * JobAccount}. {@code BatchScheduler}, {@code DeviceCalls} and the accounts are guarded by the device thread's lock; a running
 * sample is guarded by its own monitor, so that its state can be copied while a run is under way.
 *
 * <p><b>Clock.</b> Device time comes from the injected nanosecond source. Scheduling order uses virtual time ({@code FairSharing}),
 * which advances with rows done and not with the clock, so a slow machine does not reorder jobs.
 *
 * <p><b>Conservative.</b> A run that does not fit into memory is repeated with half the rows, and all later runs stay at
 * that size. A failed run fails every job in it; values that are not finite fail only their own sample. A snapshot holds whole
 * steps only: rows of an unfinished step are computed again. Networks are ports here; nothing in this package depends on ONNX Runtime.
 */
@NullMarked
package io.darkroom.worker.batch;

import org.jspecify.annotations.NullMarked;
