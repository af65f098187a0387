package io.darkroom.platform.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Connection settings of Redis. */
@ConfigMapping(prefix = "darkroom.redis")
public interface RedisConfig {
    /**
     * E.g. {@code redis://127.0.0.1:6379}, {@code rediss://user:password@host:6380/0} for TLS, {@code
     * redis-sentinel://host1:26379,host2:26379/0#master} for Redis Sentinel ({@code rediss-sentinel} with TLS).
     */
    String uri();

    /** User name for Redis ACL authentication, if the URI has none. */
    Optional<String> username();

    /** Password, if the URI has none. */
    Optional<String> password();

    /** PEM file of the certificate authorities that sign Redis's certificate. Default: those of the Java runtime. */
    Optional<Path> ca();

    /** Timeout of one command. */
    @WithDefault("PT0.5S")
    Duration timeout();

    /** Time between connection attempts while Redis is unavailable. */
    @WithDefault("PT0.25S")
    Duration reconnectDelay();
}
