package io.darkroom.worker.run;

import io.darkroom.platform.telemetry.trace.Span;
import io.darkroom.platform.telemetry.trace.Traces;
import io.darkroom.platform.telemetry.trace.Traces.Start;

/** The spans of one attempt's stages. A job of thousands of images gets spans for its first stages only. */
final class Stages {
    private static final int MAX = 200;

    private final Traces traces;
    private int begun;

    Stages(Traces traces) {
        this.traces = traces;
    }

    Span begin(String name) {
        begun++;
        if (begun > MAX) {
            return Span.NONE;
        }
        return traces.begin(Start.of(begun == MAX ? "further stages are not shown" : name));
    }
}
