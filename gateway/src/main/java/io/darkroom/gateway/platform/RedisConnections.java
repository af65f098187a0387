package io.darkroom.gateway.platform;

import io.darkroom.platform.telemetry.metric.Catalogue;
import io.darkroom.platform.telemetry.metric.Meters;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.micrometer.core.instrument.Counter;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's connections to Redis. They open on first use and reopen by themselves; while Redis is away, commands fail
 * at once instead of piling up.
 */
@ApplicationScoped
public class RedisConnections {
    private static final long NEVER = Long.MIN_VALUE;

    private final ClientResources resources;
    private final RedisClient client;
    private final Duration timeout;
    private final Counter failures;
    private volatile long failedAt = NEVER;
    private @Nullable StatefulRedisConnection<String, String> shared;

    RedisConnections(RedisConfig config, Meters meters) {
        failures = meters.counter(Catalogue.REDIS_FAILURES);
        timeout = config.timeout();
        resources = ClientResources.builder()
                .reconnectDelay(Delay.constant(config.reconnectDelay()))
                .build();
        RedisURI uri = RedisURI.create(config.uri());
        uri.setTimeout(timeout);
        client = RedisClient.create(resources, uri);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(timeout)
                        .tcpNoDelay(true)
                        .build())
                .timeoutOptions(TimeoutOptions.enabled(timeout))
                .build());
    }

    /**
     * @throws RedisUnavailableException if the first connection cannot be made
     */
    public RedisAsyncCommands<String, String> commands() {
        return connection().async();
    }

    private synchronized StatefulRedisConnection<String, String> connection() {
        StatefulRedisConnection<String, String> open = shared;
        if (open != null) {
            return open;
        }
        try {
            open = client.connect();
            shared = open;
            return open;
        } catch (RedisException e) {
            throw failed("cannot connect to Redis", e);
        }
    }

    /** A connection of its own for subscriptions; they are restored after a reconnect. */
    public StatefulRedisPubSubConnection<String, String> subscriptions() {
        try {
            return client.connectPubSub();
        } catch (RedisException e) {
            throw failed("cannot connect to Redis", e);
        }
    }

    /**
     * The answer to a command.
     *
     * @throws RedisUnavailableException if there is none in time
     */
    public <T> T await(Future<T> answer) {
        try {
            return answer.get(timeout.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | RedisException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw failed("Redis did not answer: " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisUnavailableException("interrupted while waiting for Redis", e);
        }
    }

    /** Whether Redis did not answer this gateway in the time before now. */
    public boolean failedWithin(Duration time) {
        long at = failedAt;
        return at != NEVER && System.nanoTime() - at < time.toNanos();
    }

    private RedisUnavailableException failed(String message, Throwable cause) {
        failures.increment();
        failedAt = System.nanoTime();
        return new RedisUnavailableException(message, cause);
    }

    @PreDestroy
    void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        resources.shutdown(0, 2, TimeUnit.SECONDS);
    }
}
