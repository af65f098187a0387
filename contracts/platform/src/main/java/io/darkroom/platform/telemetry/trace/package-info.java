/**
 * Where the time of a job goes, as spans of OpenTelemetry. A job's trace begins with the call that submits it (or with the client's own
 * trace) and continues through Kafka: the writer of a record puts {@link io.darkroom.platform.telemetry.trace.Tracing#headers} into its
 * headers, its reader takes the parent of its spans from them.
 *
 * <p>Off by default: {@link io.darkroom.platform.telemetry.trace.Tracing#OFF} records nothing, and no record gets a header. Times of spans
 * are wall clocks of different machines; within one process they are monotonic.
 */
@NullMarked
package io.darkroom.platform.telemetry.trace;

import org.jspecify.annotations.NullMarked;
