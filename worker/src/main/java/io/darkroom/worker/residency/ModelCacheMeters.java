package io.darkroom.worker.residency;

import io.darkroom.platform.telemetry.metric.EngineMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import java.util.concurrent.TimeUnit;

/** Metrics of the model cache. */
final class ModelCacheMeters {
    private final Meters meters;

    ModelCacheMeters(Meters meters) {
        this.meters = meters;
    }

    /** Publishes the number of models in memory. */
    void watch(ModelCache cache) {
        meters.gauge(EngineMetrics.IN_MEMORY, cache, it -> it.warm().size());
    }

    void loaded(String model, boolean ok, long nanos) {
        meters.timer(EngineMetrics.LOADS, model, ok ? "ok" : "failed").record(nanos, TimeUnit.NANOSECONDS);
    }

    void unloaded(String model) {
        meters.counter(EngineMetrics.UNLOADS, model).increment();
    }
}
