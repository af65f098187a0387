package io.darkroom.worker.pipeline;

import io.darkroom.worker.model.TestModels;
import io.darkroom.worker.ort.EngineConfig.Provider;
import io.darkroom.worker.ort.OrtRuntime;
import io.darkroom.worker.residency.Engine;
import java.util.Map;

/** Engines with the tiny test models. */
public final class Engines {
    private Engines() {}

    public static Engine tiny() {
        return of("/models");
    }

    /** With the models of a folder among the test resources. */
    public static Engine of(String resource) {
        return new Engine(
                new OrtRuntime(Provider.CPU, 2, false),
                Map.of(),
                TestModels.repository(TestModels.directory(resource)),
                System::nanoTime);
    }
}
