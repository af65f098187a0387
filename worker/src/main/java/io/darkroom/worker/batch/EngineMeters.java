package io.darkroom.worker.batch;

import io.darkroom.platform.telemetry.metric.EngineMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** The engine's metrics. What a step needs is looked up once per model, since steps are many and short. */
public final class EngineMeters {
    private final Meters meters;
    private final Timer calls;
    private final Counter outOfMemory;
    private final Map<String, Steps> byModel = new ConcurrentHashMap<>();

    private record Steps(Timer time, DistributionSummary rows) {}

    public EngineMeters(Meters meters) {
        this.meters = meters;
        this.calls = meters.timer(EngineMetrics.CALLS);
        this.outOfMemory = meters.counter(EngineMetrics.OUT_OF_MEMORY);
    }

    public void watch(DeviceThread device, Object models, IntSupplier loaded) {
        meters.gauge(EngineMetrics.SAMPLES, device, DeviceThread::samples);
        meters.gauge(EngineMetrics.IN_MEMORY, models, it -> loaded.getAsInt());
    }

    /** Told from the start: a counter that begins with 1 shows no increase. */
    public void serves(String model) {
        meters.counter(EngineMetrics.SHRINKS, model);
    }

    void stepped(String model, int rows, long nanos) {
        Steps steps = byModel.computeIfAbsent(
                model, id -> new Steps(meters.timer(EngineMetrics.STEP, id), meters.summary(EngineMetrics.ROWS, id)));
        steps.time().record(nanos, TimeUnit.NANOSECONDS);
        steps.rows().record(rows);
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

    public void loaded(String model, boolean ok, long nanos) {
        meters.timer(EngineMetrics.LOADS, model, ok ? "ok" : "failed").record(nanos, TimeUnit.NANOSECONDS);
    }

    public void unloaded(String model) {
        meters.counter(EngineMetrics.UNLOADS, model).increment();
    }
}
