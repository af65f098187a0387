package io.darkroom.gateway.retention;

import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/** Whose turn it is. While Redis is away it is nobody's; if Redis lost it, two may sweep, which is harmless. */
@ApplicationScoped
class RedisSweepLease {
    private static final String KEY = "darkroom:retention:sweeper";

    /** KEYS 1 the lease; ARGV 1 its holder, 2 its time, ms; 1 if it is still the holder's, and then renewed. */
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

    boolean take() {
        try {
            SetArgs onlyNew = SetArgs.Builder.nx().px(lease.toMillis());
            return "OK".equals(redis.await(redis.commands().set(KEY, holder, onlyNew)));
        } catch (RedisUnavailableException | RedisException e) {
            return false;
        }
    }

    /** False: it is somebody else's by now, or nobody can tell. */
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

    /** The turn is over, and nobody has another one before this time is. */
    void rest(Duration time) {
        try {
            redis.await(redis.commands().pexpire(KEY, time.toMillis()));
        } catch (RedisUnavailableException | RedisException e) {
            // It ends by itself, and the next turn comes a little early.
        }
    }
}
