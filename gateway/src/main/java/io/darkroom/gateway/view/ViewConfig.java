package io.darkroom.gateway.view;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Retention of views and their events. */
@ConfigMapping(prefix = "darkroom.project")
public interface ViewConfig {
    /**
     * Time to live of a view after its last change; equals the retention of the log. Also the time for which an
     * idempotency key is remembered.
     */
    @WithDefault("P8D")
    Duration viewTtl();

    /** Time to live of a job's events after the last one. After it, a new stream gets only the terminal event. */
    @WithDefault("P1D")
    Duration eventsTtl();

    /** Maximum number of events kept per job; the oldest are dropped first. */
    @WithDefault("4000")
    int maxEvents();

    /** Maximum number of events kept per tenant, for the stream of all jobs; the oldest are dropped first. */
    @WithDefault("10000")
    int maxFeed();
}
