package io.darkroom.gateway.project;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How the log is folded. How long views live: {@link io.darkroom.gateway.view.ViewConfig}. */
@ConfigMapping(prefix = "darkroom.project")
public interface ProjectionConfig {
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
