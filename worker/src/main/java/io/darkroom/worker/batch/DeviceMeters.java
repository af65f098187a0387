package io.darkroom.worker.batch;

import io.darkroom.platform.telemetry.metric.EngineMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Metrics of the device thread. The meters of a run are looked up once per model, since runs are many and short. */
public final class DeviceMeters {
    private final Meters meters;
    private final Timer calls;
    private final Counter outOfMemory;
    private final Map<String, Runs> byModel = new ConcurrentHashMap<>();

    private record Runs(Timer time, DistributionSummary rows) {}

    public DeviceMeters(Meters meters) {
        this.meters = meters;
        this.calls = meters.timer(EngineMetrics.CALLS);
        this.outOfMemory = meters.counter(EngineMetrics.OUT_OF_MEMORY);
    }

    /** Publishes the number of samples on the device. */
    public void watch(DeviceThread device) {
        meters.gauge(EngineMetrics.SAMPLES, device, DeviceThread::samples);
    }

    /** Publishes a model's counters as 0: one that first appears as 1 shows no increase. */
    public void register(String model) {
        meters.counter(EngineMetrics.SHRINKS, model);
    }

    void ran(String model, int rows, long nanos) {
        Runs runs = byModel.computeIfAbsent(
                model, id -> new Runs(meters.timer(EngineMetrics.STEP, id), meters.summary(EngineMetrics.ROWS, id)));
        runs.time().record(nanos, TimeUnit.NANOSECONDS);
        runs.rows().record(rows);
    }

    void called(long nanos) {
        calls.record(nanos, TimeUnit.NANOSECONDS);
    }

    void shrunk(String model) {
        meters.counter(EngineMetrics.SHRINKS, model).increment();
    }

    void failed(EngineException failure) {
        if (failure.reason() == EngineException.Reason.OUT_OF_MEMORY) {
            outOfMemory.increment();
        }
    }
}
