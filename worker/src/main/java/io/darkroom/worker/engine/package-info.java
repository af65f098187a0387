/**
 * The running batch: samples of many jobs share the device and join and leave at any denoising step.
 *
 * <p>One thread, the {@link io.darkroom.worker.engine.DeviceThread}, owns the device. It runs fixed-size chunks of rows,
 * because the numbers of a row are the same bit for bit whatever its neighbours are only as long as the number of rows
 * does not change; so the same seed gives the same bytes alone and in a crowd. Each sample carries its own timestep,
 * scheduler, guidance and noise. Device time is shared between jobs by fair queueing: whoever had least goes next.
 */
@NullMarked
package io.darkroom.worker.engine;

import org.jspecify.annotations.NullMarked;
