package io.darkroom.worker.run;

import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.platform.telemetry.trace.Tracing;

/** Spans and metrics of the runs. */
public record RunTelemetry(Tracing traces, Meters meters) {}
