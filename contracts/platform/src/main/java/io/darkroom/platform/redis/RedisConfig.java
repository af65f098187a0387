package io.darkroom.platform.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where Redis is. */
@ConfigMapping(prefix = "darkroom.redis")
public interface RedisConfig {
    /**
     * E.g. {@code redis://127.0.0.1:6379}, {@code rediss://user:password@host:6380/0} for TLS, {@code
     * redis-sentinel://host1:26379,host2:26379/0#master} for a group of sentinels ({@code rediss-sentinel} with TLS).
     */
    String uri();

    /** User of Redis's access control list, where the URI has none. */
    Optional<String> username();

    /** Password, where the URI has none. */
    Optional<String> password();

    /** PEM file of the certificate authorities that sign Redis's certificate. Default: those of the Java runtime. */
    Optional<Path> ca();

    /** Of one command. A call never waits longer for a view than this. */
    @WithDefault("PT0.5S")
    Duration timeout();

    /** While Redis is away, how long between attempts to reach it. */
    @WithDefault("PT0.25S")
    Duration reconnectDelay();
}
