package io.darkroom.gateway.cancel;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How job deadlines are enforced. */
@ConfigMapping(prefix = "darkroom.deadlines")
public interface ExpiryConfig {
    /** Interval of the check for expired jobs: the maximum time by which a job may outlive its deadline. */
    @WithDefault("PT1S")
    Duration check();
}
