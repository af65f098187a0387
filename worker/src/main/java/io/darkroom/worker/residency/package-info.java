/**
 * The running batch: samples of many jobs share the device and join and leave at any denoising step.
 *
 * <p>One thread, the {@link io.darkroom.worker.batch.DeviceThread}, owns the device. It runs fixed-size chunks of rows,
 * because the numbers of a row are the same bit for bit whatever its neighbours are only as long as the number of rows
 * does not change; so the same seed gives the same bytes alone and in a crowd. Each sample carries its own timestep,
 * scheduler, guidance and noise, and may ask for any number of rows, which may come from several runs.
 *
 * <p>{@link io.darkroom.worker.batch.BatchScheduler} says who goes on: interactive jobs before bulk ones, with a floor for bulk; among
 * equals the job that fair sharing of the device would end first. A run without memory is done again in half the rows. Where a
 * sample stands can be asked at any time, and a sample goes on from there on another worker with equal bytes.
 */
@NullMarked
package io.darkroom.worker.residency;

import org.jspecify.annotations.NullMarked;
