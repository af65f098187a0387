package io.darkroom.gateway.cancel;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How deadlines are kept. */
@ConfigMapping(prefix = "darkroom.deadlines")
public interface ExpiryConfig {
    /** How often waiting jobs are looked at: the longest that one may outlive its deadline. */
    @WithDefault("PT1S")
    Duration check();
}
