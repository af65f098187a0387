/**
 * How many workers there should be. Pure: no clock, no input or output, so that the gateway, the local launcher (through the
 * gateway's answer) and the simulator run the very same code.
 *
 * <p>The model: a device works off what it holds one after the other, at one device second per second. Waiting jobs are put
 * onto the devices in the order of their due times, as a list schedule does; a device is added only for a job that would
 * otherwise start after its target and after a new device could be ready. Devices are given back only from those that stood
 * idle all the time, never below what the load of the last minutes needs.
 */
@NullMarked
package io.darkroom.planner;

import org.jspecify.annotations.NullMarked;
