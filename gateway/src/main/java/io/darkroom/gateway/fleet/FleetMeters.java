package io.darkroom.gateway.fleet;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The fleet's metrics, declared once; each by pool, NaN before the first look. */
final class FleetMeters {
    private FleetMeters() {}

    static void declare(MeterRegistry registry, String pool, FleetPlanner planner) {
        gauge(
                registry,
                "darkroom.fleet.wanted",
                null,
                "Workers that the planner wants",
                pool,
                planner,
                PoolDemand::wanted);
        gauge(registry, "darkroom.fleet.workers", null, "Workers alive", pool, planner, PoolDemand::workers);
        gauge(registry, "darkroom.fleet.idle", null, "Workers that hold no job", pool, planner, PoolDemand::idle);
        gauge(
                registry,
                "darkroom.fleet.backlog",
                "seconds",
                "Predicted device seconds that wait",
                pool,
                planner,
                PoolDemand::backlogSeconds);
        gauge(
                registry,
                "darkroom.fleet.running",
                "seconds",
                "Predicted device seconds that remain of running jobs",
                pool,
                planner,
                PoolDemand::runningSeconds);
        gauge(
                registry,
                "darkroom.fleet.offered",
                null,
                "Device seconds per second that were submitted lately",
                pool,
                planner,
                PoolDemand::offered);
        gauge(
                registry,
                "darkroom.fleet.last.start",
                "seconds",
                "Until the last waiting job starts, as planned",
                pool,
                planner,
                PoolDemand::lastStartSeconds);
    }

    private static void gauge(
            MeterRegistry registry,
            String name,
            @Nullable String unit,
            String description,
            String pool,
            FleetPlanner planner,
            ToDoubleFunction<PoolDemand> value) {
        Gauge.builder(
                        name,
                        planner,
                        it -> it.demand(pool).map(value::applyAsDouble).orElse(Double.NaN))
                .baseUnit(unit)
                .description(description)
                .tag("pool", pool)
                .register(registry);
    }
}
