package io.darkroom.gateway.webhook;

import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.lettuce.core.RedisException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Hash {@code darkroom:endpoint-health:{id}}: {@code since} (ms), {@code tries}; deleted on success; expires a day
 * after twice the disable time.
 */
@Singleton
public class RedisEndpointHealth implements EndpointHealth {
    private static final Logger LOG = Logger.getLogger(RedisEndpointHealth.class);

    private final RedisConnections redis;
    private final Duration keep;

    RedisEndpointHealth(RedisConnections redis, WebhookConfig config) {
        this.redis = redis;
        this.keep = config.disableAfter().multipliedBy(2).plusDays(1);
    }

    @Override
    public void succeeded(String endpoint) {
        try {
            redis.await(redis.commands().del(key(endpoint)));
        } catch (RedisUnavailableException | RedisException e) {
            LOG.debugf("cannot record the success of %s: %s", endpoint, e.getMessage());
        }
    }

    @Override
    public Optional<Failing> failed(String endpoint, Instant at) {
        try {
            var commands = redis.commands();
            var first = commands.hsetnx(key(endpoint), "since", Long.toString(at.toEpochMilli()));
            var tries = commands.hincrby(key(endpoint), "tries", 1);
            var since = commands.hget(key(endpoint), "since");
            var expiry = commands.expire(key(endpoint), keep);
            redis.await(first);
            redis.await(expiry);
            String begin = Objects.requireNonNullElse(redis.await(since), Long.toString(at.toEpochMilli()));
            return Optional.of(new Failing(Instant.ofEpochMilli(Long.parseLong(begin)), redis.await(tries)));
        } catch (RedisUnavailableException | RedisException e) {
            LOG.debugf("cannot record the failure of %s: %s", endpoint, e.getMessage());
            return Optional.empty();
        }
    }

    private static String key(String endpoint) {
        return "darkroom:endpoint-health:" + endpoint;
    }
}
