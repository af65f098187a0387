package io.darkroom.gateway.retention;

import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/**
 * The lease of the gateway that sweeps. While Redis is unavailable no gateway gets it; if Redis loses it, two gateways
 * may sweep, which is harmless.
 */
@ApplicationScoped
class RedisSweepLease {
    private static final String KEY = "darkroom:retention:sweeper";

    /**
     * KEYS 1 the lease; ARGV 1 its holder, 2 its duration in ms; returns 1 if the holder still has it, and renews it.
     */
    private static final String RENEW =
            "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) else return"
                    + " 0 end";

    private final RedisConnections redis;
    private final Duration lease;
    private final String holder = UUID.randomUUID().toString();

    RedisSweepLease(RedisConnections redis, RetentionConfig config) {
        this.redis = redis;
        this.lease = config.lease();
    }

    boolean acquire() {
        try {
            SetArgs onlyNew = SetArgs.Builder.nx().px(lease.toMillis());
            return "OK".equals(redis.await(redis.commands().set(KEY, holder, onlyNew)));
        } catch (RedisUnavailableException | RedisException e) {
            return false;
        }
    }

    /** False if another gateway has the lease, or if Redis is unavailable. */
    boolean renew() {
        try {
            return redis.await(redis.commands()
                            .<Long>eval(
                                    RENEW,
                                    ScriptOutputType.INTEGER,
                                    new String[] {KEY},
                                    holder,
                                    Long.toString(lease.toMillis())))
                    == 1;
        } catch (RedisUnavailableException | RedisException e) {
            return false;
        }
    }

    /** Keeps the lease for this time after a sweep, so that no gateway sweeps again before. */
    void holdFor(Duration time) {
        try {
            redis.await(redis.commands().pexpire(KEY, time.toMillis()));
        } catch (RedisUnavailableException | RedisException e) {
            // The lease expires by itself; the next sweep then starts a little early.
        }
    }
}
