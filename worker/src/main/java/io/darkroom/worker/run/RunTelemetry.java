package io.darkroom.worker.run;

import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.platform.telemetry.trace.Traces;

/** Spans and metrics of the runs. */
public record RunTelemetry(Traces traces, Meters meters) {}
