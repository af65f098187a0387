package io.darkroom.platform.telemetry.metric;

import static io.darkroom.platform.telemetry.metric.Catalogue.GATEWAY;
import static io.darkroom.platform.telemetry.metric.Catalogue.POOL;

import java.util.List;

/** The fleet as the planner sees it; each is NaN before the first plan. All gateways publish the same value, so use the maximum. */
public final class FleetMetrics {
    public static final Metric WANTED =
            Metric.gauge(GATEWAY, "darkroom.fleet.wanted", "", "Workers that the planner wants", POOL);
    public static final Metric WORKERS = Metric.gauge(GATEWAY, "darkroom.fleet.workers", "", "Workers alive", POOL);
    public static final Metric IDLE =
            Metric.gauge(GATEWAY, "darkroom.fleet.idle", "", "Workers that hold no job", POOL);
    public static final Metric BACKLOG =
            Metric.gauge(GATEWAY, "darkroom.fleet.backlog", "seconds", "Predicted device seconds that wait", POOL);
    public static final Metric RUNNING = Metric.gauge(
            GATEWAY, "darkroom.fleet.running", "seconds", "Predicted device seconds that remain of running jobs", POOL);
    public static final Metric OFFERED = Metric.gauge(
            GATEWAY, "darkroom.fleet.offered", "", "Device seconds per second that were submitted recently", POOL);
    public static final Metric LAST_START = Metric.gauge(
            GATEWAY,
            "darkroom.fleet.last.start",
            "seconds",
            "Time until the last waiting job starts, according to the plan",
            POOL);

    static final List<Metric> ALL = List.of(WANTED, WORKERS, IDLE, BACKLOG, RUNNING, OFFERED, LAST_START);

    private FleetMetrics() {}
}
