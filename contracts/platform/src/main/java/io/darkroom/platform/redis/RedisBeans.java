package io.darkroom.platform.redis;

import io.darkroom.platform.telemetry.metric.Meters;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Produces the Redis connections as a bean. */
final class RedisBeans {
    private RedisBeans() {}

    @Produces
    @Singleton
    static RedisConnections connections(RedisConfig config, Meters meters) {
        return new RedisConnections(RedisSettings.of(config), meters);
    }

    static void close(@Disposes RedisConnections connections) {
        connections.close();
    }
}
