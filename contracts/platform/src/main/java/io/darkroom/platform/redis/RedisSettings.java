package io.darkroom.platform.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Connection settings of Redis; {@link RedisConfig} as a value.
 *
 * @param username null: the URI's, or none
 * @param password null: the URI's, or none
 * @param ca PEM file of certificate authorities; null: those of the Java runtime
 */
public record RedisSettings(
        String uri,
        @Nullable String username,
        @Nullable String password,
        @Nullable Path ca,
        Duration timeout,
        Duration reconnectDelay) {
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Duration RECONNECT_DELAY = Duration.ofMillis(250);

    /** Settings for a URI, with the default timeouts. */
    public static RedisSettings of(String uri) {
        return new RedisSettings(uri, null, null, null, TIMEOUT, RECONNECT_DELAY);
    }

    public static RedisSettings of(RedisConfig config) {
        return new RedisSettings(
                config.uri(),
                orNull(config.username()),
                orNull(config.password()),
                orNull(config.ca()),
                config.timeout(),
                config.reconnectDelay());
    }

    private static <T> @Nullable T orNull(Optional<T> value) {
        return value.orElse(null);
    }

    /** Without credentials. */
    @Override
    public String toString() {
        return "Redis at " + uri.replaceAll("//[^@/]*@", "//");
    }
}
