package io.darkroom.gateway.fleet;

import io.darkroom.platform.telemetry.metric.FleetMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.platform.telemetry.metric.Metric;
import java.util.function.ToDoubleFunction;

/** Gauges of the last plan of each pool, NaN before the first plan. */
final class FleetMeters {
    private FleetMeters() {}

    static void declare(Meters meters, String pool, FleetPlanner planner) {
        gauge(meters, FleetMetrics.WANTED, pool, planner, PoolDemand::wanted);
        gauge(meters, FleetMetrics.WORKERS, pool, planner, PoolDemand::workers);
        gauge(meters, FleetMetrics.IDLE, pool, planner, PoolDemand::idle);
        gauge(meters, FleetMetrics.BACKLOG, pool, planner, PoolDemand::backlogSeconds);
        gauge(meters, FleetMetrics.RUNNING, pool, planner, PoolDemand::runningSeconds);
        gauge(meters, FleetMetrics.OFFERED, pool, planner, PoolDemand::offered);
        gauge(meters, FleetMetrics.LAST_START, pool, planner, PoolDemand::lastStartSeconds);
    }

    private static void gauge(
            Meters meters, Metric metric, String pool, FleetPlanner planner, ToDoubleFunction<PoolDemand> value) {
        meters.gauge(
                metric, planner, it -> it.demand(pool).map(value::applyAsDouble).orElse(Double.NaN), pool);
    }
}
