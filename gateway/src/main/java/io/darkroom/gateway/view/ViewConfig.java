package io.darkroom.gateway.view;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long views and the events beside them are kept. */
@ConfigMapping(prefix = "darkroom.project")
public interface ViewConfig {
    /** From a view's last change; as long as the log is kept. Also the window in which an idempotency key is remembered. */
    @WithDefault("P8D")
    Duration viewTtl();

    /** From a job's last event. After it, a stream that is opened gets the terminal event only. */
    @WithDefault("P1D")
    Duration eventsTtl();

    /** Events kept of one job; the oldest go first. */
    @WithDefault("4000")
    int maxEvents();

    /** Events kept of one tenant, for its stream of all jobs; the oldest go first. */
    @WithDefault("10000")
    int maxFeed();
}
