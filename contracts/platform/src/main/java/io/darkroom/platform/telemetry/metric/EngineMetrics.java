package io.darkroom.platform.telemetry.metric;

import static io.darkroom.platform.telemetry.metric.Catalogue.MODEL;
import static io.darkroom.platform.telemetry.metric.Catalogue.WORKER;

import io.darkroom.platform.telemetry.metric.Metric.Label;
import java.util.List;

/** The device and what runs on it. */
public final class EngineMetrics {
    public static final Metric STEP = Metric.timer(
                    WORKER, "darkroom.engine.step", "One run of a denoiser, for any number of rows", MODEL)
            .within(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10);

    public static final Metric ROWS = Metric.summary(
                    WORKER, "darkroom.engine.rows", "", "Rows that samples filled in one run of a denoiser", MODEL)
            .within(1, 2, 4, 8, 16, 32, 64);

    public static final Metric CALLS = Metric.timer(
            WORKER,
            "darkroom.engine.calls",
            "Work on the device other than denoising: encoding text, decoding, upscaling");

    public static final Metric SAMPLES =
            Metric.gauge(WORKER, "darkroom.engine.samples", "", "Samples in the running batch or waiting for it");

    public static final Metric SHRINKS = Metric.counter(
            WORKER,
            "darkroom.engine.shrinks",
            "",
            "Runs that did not fit into memory, after which runs have half the rows",
            MODEL);

    public static final Metric OUT_OF_MEMORY = Metric.counter(
            WORKER, "darkroom.engine.out.of.memory", "", "Samples and calls that failed for lack of memory");

    public static final Metric IN_MEMORY =
            Metric.gauge(WORKER, "darkroom.engine.models.in.memory", "", "Models whose networks are in memory");

    public static final Metric LOADS = Metric.timer(
            WORKER,
            "darkroom.engine.loads",
            "Loading a model's networks into memory",
            MODEL,
            new Label("result", "ok, failed"));

    public static final Metric UNLOADS = Metric.counter(
            WORKER, "darkroom.engine.unloads", "", "Models that were unloaded to make room for others", MODEL);

    static final List<Metric> ALL =
            List.of(STEP, ROWS, CALLS, SAMPLES, SHRINKS, OUT_OF_MEMORY, IN_MEMORY, LOADS, UNLOADS);

    private EngineMetrics() {}
}
