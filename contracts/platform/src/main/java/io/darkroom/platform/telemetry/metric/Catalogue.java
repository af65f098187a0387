package io.darkroom.platform.telemetry.metric;

import io.darkroom.platform.telemetry.metric.Metric.Label;
import io.darkroom.platform.telemetry.metric.Metric.Process;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All of Darkroom's own metrics. */
public final class Catalogue {
    static final Set<Process> GATEWAY = Set.of(Process.GATEWAY);
    static final Set<Process> WORKER = Set.of(Process.WORKER);
    static final Set<Process> BOTH = Set.of(Process.GATEWAY, Process.WORKER);

    /** Boundaries for waits and runs, from 10 ms to an hour. */
    static final double[] SECONDS = {0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 60, 180, 600, 1800, 3600};
    /** Boundaries for calls, from 1 ms to 30 s. */
    static final double[] CALLS = {0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30};

    static final Label LANE = new Label("lane", "image.interactive, image.bulk, video");
    static final Label KIND = new Label("kind", "the job kinds, e.g. image.generate");
    static final Label MODEL = new Label("model", "ids of the models that the worker serves");
    static final Label POOL = new Label("pool", "pools of equal workers, one unless more are configured");

    private Catalogue() {}

    /** Metrics of the store, Kafka and Redis, in both processes. */
    public static final Metric STORE_REQUESTS = Metric.timer(
                    BOTH,
                    "darkroom.store.requests",
                    "HTTP calls to the object store, each retry counted separately",
                    new Label("operation", "put, get, create (conditional), list, remove, head"),
                    new Label("result", "ok, missing (404), taken (409, 412), failed"))
            .within(CALLS);

    public static final Metric STORE_BYTES = Metric.counter(
            BOTH,
            "darkroom.store.transferred",
            "bytes",
            "Bytes of objects that were read and written",
            new Label("direction", "in (read from the store), out (written to it)"));

    public static final Metric KAFKA_APPENDS = Metric.timer(
                    BOTH,
                    "darkroom.kafka.appends",
                    "From passing a record to the producer until all in-sync replicas have it",
                    new Label(
                            "topic",
                            "jobs, held, events, deliveries, dead-letters and so on; cells and delays are not"
                                    + " distinguished"),
                    new Label("result", "ok, failed"))
            .within(CALLS);

    public static final Metric REDIS_FAILURES = Metric.counter(
            BOTH, "darkroom.redis.failures", "", "Calls to Redis that got no response in time, or no connection");

    /** All, in the order of the reference. */
    public static List<Metric> all() {
        return Stream.of(
                        JobMetrics.ALL,
                        FleetMetrics.ALL,
                        EngineMetrics.ALL,
                        EdgeMetrics.ALL,
                        List.of(STORE_REQUESTS, STORE_BYTES, KAFKA_APPENDS, REDIS_FAILURES))
                .flatMap(List::stream)
                .toList();
    }
}
