package io.darkroom.worker.pipeline;

import io.darkroom.worker.engine.Engine;
import io.darkroom.worker.engine.EngineConfig.Provider;
import io.darkroom.worker.engine.OrtRuntime;
import io.darkroom.worker.model.TestModels;
import java.util.Map;

/** Engines with the tiny test models. */
final class Engines {
    private Engines() {}

    static Engine tiny() {
        return of("/models");
    }

    /** With the models of a folder among the test resources. */
    static Engine of(String resource) {
        return new Engine(
                new OrtRuntime(Provider.CPU, 2, false),
                Map.of(),
                TestModels.repository(TestModels.directory(resource)),
                System::nanoTime);
    }
}
