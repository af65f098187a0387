package io.darkroom.gateway.project;

import io.darkroom.platform.telemetry.metric.EdgeMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import io.micrometer.core.instrument.Counter;
import java.time.InstantSource;

/** Metrics of the lag of the views behind the log. Updated by the projector's thread, read by scrapes. */
final class ProjectionMeters {
    private final InstantSource clock;
    private final Counter records;
    private volatile long behind;
    private volatile long newestMillis;

    ProjectionMeters(Meters meters, InstantSource clock) {
        this.clock = clock;
        this.records = meters.counter(EdgeMetrics.PROJECTED);
        meters.gauge(EdgeMetrics.PROJECTION_LAG, this, it -> it.behind);
        meters.gauge(EdgeMetrics.PROJECTION_DELAY, this, ProjectionMeters::delaySeconds);
    }

    /** @param count number of records not yet in the views */
    void behind(long count) {
        behind = count;
    }

    void projected(int count, long newestTimestamp) {
        records.increment(count);
        newestMillis = newestTimestamp;
    }

    private double delaySeconds() {
        return behind == 0 || newestMillis == 0 ? 0 : Math.max(0, clock.millis() - newestMillis) / 1e3;
    }
}
