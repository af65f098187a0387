package io.darkroom.platform.redis;

import io.darkroom.platform.telemetry.metric.Catalogue;
import io.darkroom.platform.telemetry.metric.Meters;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The Redis connections of a process. They are opened on first use and reconnect automatically. While Redis is
 * unavailable, commands fail immediately instead of being queued, and the first connection is tried at most once per
 * reconnect delay.
 */
public final class RedisConnections implements AutoCloseable {
    private static final long NEVER = Long.MIN_VALUE;
    private static final List<String> FROM_A_CLUSTER = List.of("MOVED ", "ASK ", "CROSSSLOT ", "CLUSTERDOWN ");

    private final ClientResources resources;
    private final RedisClient client;
    private final RedisSettings settings;
    private final Counter failures;
    private volatile long failedAt = NEVER;
    private long connectNotBefore = System.nanoTime();
    private @Nullable StatefulRedisConnection<String, String> shared;

    /** @throws IllegalArgumentException if the URI is not a valid Redis URI */
    public RedisConnections(RedisSettings settings, Meters meters) {
        this.settings = settings;
        failures = meters.counter(Catalogue.REDIS_FAILURES);
        resources = ClientResources.builder()
                .reconnectDelay(Delay.constant(settings.reconnectDelay()))
                .build();
        client = RedisClient.create(resources, uri(settings));
        client.setOptions(options(settings));
    }

    private static RedisURI uri(RedisSettings settings) {
        RedisURI uri = RedisURI.create(settings.uri());
        uri.setTimeout(settings.timeout());
        // A sentinel has a timeout of its own, 60 s by default.
        uri.getSentinels().forEach(sentinel -> sentinel.setTimeout(settings.timeout()));
        if (settings.password() != null) {
            String user = settings.username();
            String password = settings.password();
            uri.setCredentialsProvider(RedisCredentialsProvider.from(
                    () -> io.lettuce.core.RedisCredentials.just(user, password.toCharArray())));
        }
        return uri;
    }

    private static ClientOptions options(RedisSettings settings) {
        ClientOptions.Builder options = ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(settings.timeout())
                        .tcpNoDelay(true)
                        .build())
                .timeoutOptions(TimeoutOptions.enabled(settings.timeout()));
        if (settings.ca() != null) {
            options.sslOptions(SslOptions.builder()
                    .jdkSslProvider()
                    .trustManager(settings.ca().toFile())
                    .build());
        }
        return options.build();
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
        if (System.nanoTime() - connectNotBefore < 0) {
            throw failed(
                    "not connected to Redis",
                    new RedisException("waiting for the reconnect delay after the last failed attempt"));
        }
        try {
            open = client.connect();
            shared = open;
            return open;
        } catch (RedisException e) {
            connectNotBefore = System.nanoTime() + settings.reconnectDelay().toNanos();
            throw failed("cannot connect to Redis", e);
        }
    }

    /** A separate connection for subscriptions, which are restored after a reconnect. */
    public StatefulRedisPubSubConnection<String, String> subscriptions() {
        try {
            return client.connectPubSub();
        } catch (RedisException e) {
            throw failed("cannot connect to Redis", e);
        }
    }

    /**
     * Runs a command and waits for its reply.
     *
     * @throws RedisUnavailableException if there is no reply in time
     */
    public <T> T call(Function<RedisAsyncCommands<String, String>, ? extends Future<T>> command) {
        try {
            return await(command.apply(commands()));
        } catch (RedisException e) {
            throw failed("Redis did not answer: " + e.getMessage(), e);
        }
    }

    /**
     * Waits for the reply to a command.
     *
     * @throws RedisUnavailableException if there is no reply in time
     */
    public <T> T await(Future<T> answer) {
        try {
            return answer.get(settings.timeout().toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | RedisException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw failed(explained(cause), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisUnavailableException("interrupted while waiting for Redis", e);
        }
    }

    /** A node of a cluster answers scripts and keys of other nodes so; no configuration of ours would help. */
    private static String explained(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return FROM_A_CLUSTER.stream().anyMatch(message::startsWith)
                ? "Redis answers as a node of Redis Cluster, which is not supported; use one master, with sentinels or without: "
                        + message
                : "Redis did not answer: " + message;
    }

    /** Whether a Redis call of this process failed within the given time before now. */
    public boolean failedWithin(Duration time) {
        long at = failedAt;
        return at != NEVER && System.nanoTime() - at < time.toNanos();
    }

    private RedisUnavailableException failed(String message, Throwable cause) {
        failures.increment();
        failedAt = System.nanoTime();
        return new RedisUnavailableException(message + " (" + settings + ")", cause);
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        resources.shutdown(0, 2, TimeUnit.SECONDS);
    }
}
