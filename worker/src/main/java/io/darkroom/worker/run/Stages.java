package io.darkroom.worker.run;

import io.darkroom.platform.telemetry.trace.ActiveSpan;
import io.darkroom.platform.telemetry.trace.Tracing;

/** The spans of one attempt's stages. A job of thousands of images gets spans for its first stages only. */
final class Stages {
    private static final int MAX = 200;

    private final Tracing traces;
    private int begun;

    Stages(Tracing traces) {
        this.traces = traces;
    }

    ActiveSpan start(String name) {
        begun++;
        if (begun > MAX) {
            return ActiveSpan.NONE;
        }
        return ActiveSpan.start(traces.span(begun == MAX ? "further stages are not shown" : name));
    }
}
