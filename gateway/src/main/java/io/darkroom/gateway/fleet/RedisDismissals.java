package io.darkroom.gateway.fleet;

import io.darkroom.contracts.wire.RedisKeys;
import io.darkroom.platform.redis.RedisConnections;
import io.lettuce.core.SetArgs;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Asks workers to stop. Only one gateway at a time does so, under a lease, so that their plans do not add up. */
@ApplicationScoped
public class RedisDismissals {
    private static final Logger LOG = Logger.getLogger(RedisDismissals.class);
    private static final int LEASE_SECONDS = 10;

    private final RedisConnections redis;
    private final String self = UUID.randomUUID().toString();

    RedisDismissals(RedisConnections redis) {
        this.redis = redis;
    }

    /**
     * Asks the workers to stop if this gateway holds the pool's lease; returns whether it did. A worker that has
     * acquired a job by then finishes it first.
     */
    boolean dismiss(String pool, List<String> workers) {
        if (!acquireLease(pool) || workers.isEmpty()) {
            return false;
        }
        for (String worker : workers) {
            redis.await(redis.commands().setex(RedisKeys.leave(worker), RedisKeys.LEAVE_TTL_SECONDS, self));
        }
        LOG.infof("asked surplus workers to stop: %s", workers);
        return true;
    }

    private boolean acquireLease(String pool) {
        String key = "darkroom:fleet:planner:" + pool;
        SetArgs lease = SetArgs.Builder.nx().ex(LEASE_SECONDS);
        if ("OK".equals(redis.await(redis.commands().set(key, self, lease)))) {
            return true;
        }
        if (!self.equals(redis.await(redis.commands().get(key)))) {
            return false;
        }
        redis.await(redis.commands().expire(key, LEASE_SECONDS));
        return true;
    }
}
