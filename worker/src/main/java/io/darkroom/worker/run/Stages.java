package io.darkroom.worker.run;

import io.darkroom.platform.telemetry.trace.Span;
import io.darkroom.platform.telemetry.trace.Traces;
import io.darkroom.platform.telemetry.trace.Traces.Start;

/** The spans of one attempt's stages; of a job of thousands of pictures, those of its first ones. */
final class Stages {
    private static final int MOST = 200;

    private final Traces traces;
    private int begun;

    Stages(Traces traces) {
        this.traces = traces;
    }

    Span begin(String name) {
        begun++;
        if (begun > MOST) {
            return Span.NONE;
        }
        return traces.begin(Start.of(begun == MOST ? "further stages are not shown" : name));
    }
}
