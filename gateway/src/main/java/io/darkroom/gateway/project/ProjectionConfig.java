package io.darkroom.gateway.project;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How the log is folded and how long views live. */
@ConfigMapping(prefix = "darkroom.project")
public interface ProjectionConfig {
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

    /** How often the epoch marker is looked at: the longest time until a lost Redis is noticed. */
    @WithDefault("PT0.25S")
    Duration epochCheck();

    /** Records folded at once. */
    @WithDefault("500")
    int batch();

    /** After it, a gateway that went silent loses its partitions to the others. */
    @WithDefault("PT6S")
    Duration sessionTimeout();

    /**
     * A stable name of this gateway, unique among those that run. With it, a restarted gateway gets its partitions back at once
     * instead of after {@link #sessionTimeout}.
     */
    Optional<String> instanceId();
}
