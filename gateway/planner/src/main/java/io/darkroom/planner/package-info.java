/**
 * Decides how many workers a pool should have. Pure: no clock and no input or output, so the gateway and the simulator
 * run the same code. The caller passes times in seconds from a single clock.
 *
 * <p>The model: a device runs its jobs one after the other, at one device second per second. Waiting jobs are assigned
 * to devices in the order of their due times, as in list scheduling; a device is added only for a job that would
 * otherwise start after its target and after a new device could be ready. Conservative when scaling down: only devices
 * that were surplus during the whole idle window are retired, and never below what the recent load needs.
 */
@NullMarked
package io.darkroom.planner;

import org.jspecify.annotations.NullMarked;
