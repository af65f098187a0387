package io.darkroom.gateway.project;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Settings of the projection. For the lifetime of views see {@link io.darkroom.gateway.view.ViewConfig}. */
@ConfigMapping(prefix = "darkroom.project")
public interface ProjectionConfig {
    /** Interval of the check of the epoch marker: the maximum time until data loss in Redis is noticed. */
    @WithDefault("PT0.25S")
    Duration epochCheck();

    /** Maximum number of records per batch. */
    @WithDefault("500")
    int batch();

    /** Time without heartbeat after which other gateways take over the partitions. */
    @WithDefault("PT6S")
    Duration sessionTimeout();

    /**
     * A stable name of this gateway, unique among running gateways. With it, a restarted gateway gets its partitions
     * back immediately instead of after {@link #sessionTimeout}.
     */
    Optional<String> instanceId();
}
