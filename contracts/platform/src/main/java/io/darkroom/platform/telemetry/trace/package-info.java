/**
 * Where the time of a job goes, as spans of OpenTelemetry. A job's trace begins with the call that submits it (or with the
 * client's own trace) and goes on through Kafka: whoever writes a record puts {@link io.darkroom.platform.telemetry.trace.Traces#carried}
 * into its headers, whoever reads it goes on from there.
 *
 * <p>Off by default, and then nothing is made: {@link io.darkroom.platform.telemetry.trace.Traces#OFF} has no state, and no record gets a
 * header. Times of spans are wall clocks of different machines; within one process they are monotonic.
 */
@NullMarked
package io.darkroom.platform.telemetry.trace;

import org.jspecify.annotations.NullMarked;
