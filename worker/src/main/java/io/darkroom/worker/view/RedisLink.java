package io.darkroom.worker.view;

import io.darkroom.platform.telemetry.metric.Catalogue;
import io.darkroom.platform.telemetry.metric.Meters;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one connection to Redis. It may be missing at the start and come and go: a call while it is gone fails at once,
 * and a new connection is tried at most once a second.
 */
public final class RedisLink implements AutoCloseable {
    private static final Duration COMMAND_TIMEOUT = Duration.ofMillis(500);
    private static final long CONNECT_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final RedisClient client;
    private final String where;
    private final Counter failures;
    private final ReentrantLock connecting = new ReentrantLock();
    private final AtomicLong notBefore = new AtomicLong(System.nanoTime());
    private volatile @Nullable StatefulRedisConnection<String, String> connection;

    /**
     * @param uri e.g. {@code redis://127.0.0.1:6379}
     * @throws IllegalArgumentException if it is no Redis URI
     */
    public RedisLink(String uri) {
        this(uri, Meters.unread());
    }

    /** The same, measured. */
    public RedisLink(String uri, Meters meters) {
        this.failures = meters.counter(Catalogue.REDIS_FAILURES);
        RedisURI parsed = RedisURI.create(uri);
        parsed.setTimeout(COMMAND_TIMEOUT);
        this.where = parsed.getHost() + ":" + parsed.getPort();
        this.client = RedisClient.create(parsed);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(
                        SocketOptions.builder().connectTimeout(COMMAND_TIMEOUT).build())
                .build());
    }

    /**
     * Runs a command.
     *
     * @throws ViewUnavailableException if Redis does not answer within half a second
     */
    <T> T call(Function<RedisCommands<String, String>, T> command) {
        try {
            return command.apply(connected().sync());
        } catch (RedisException e) {
            failures.increment();
            throw new ViewUnavailableException("Redis at " + where + " does not answer: " + e.getMessage(), e);
        }
    }

    private StatefulRedisConnection<String, String> connected() {
        StatefulRedisConnection<String, String> existing = connection;
        if (existing != null) {
            return existing;
        }
        connecting.lock();
        try {
            StatefulRedisConnection<String, String> now = connection;
            if (now == null) {
                now = connect();
                connection = now;
            }
            return now;
        } finally {
            connecting.unlock();
        }
    }

    private StatefulRedisConnection<String, String> connect() {
        if (System.nanoTime() - notBefore.get() < 0) {
            throw new RedisException("not connected");
        }
        notBefore.set(System.nanoTime() + CONNECT_AGAIN_NANOS);
        return client.connect();
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofMillis(300));
    }
}
