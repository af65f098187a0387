package io.darkroom.gateway.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where Redis is. */
@ConfigMapping(prefix = "darkroom.redis")
public interface RedisConfig {
    /** E.g. {@code redis://127.0.0.1:6379}, {@code rediss://user:password@host:6380/0}. */
    String uri();

    /** Of one command. A call never waits longer for a view than this. */
    @WithDefault("PT0.5S")
    Duration timeout();

    /** While Redis is away, how long between attempts to reach it. */
    @WithDefault("PT0.25S")
    Duration reconnectDelay();
}
