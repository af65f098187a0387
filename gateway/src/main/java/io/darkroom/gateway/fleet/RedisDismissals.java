package io.darkroom.gateway.fleet;

import io.darkroom.contracts.wire.RedisKeys;
import io.darkroom.platform.redis.RedisConnections;
import io.lettuce.core.SetArgs;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Tells workers to leave. Of several gateways one does it at a time, so that their plans do not add up. */
@ApplicationScoped
public class RedisDismissals {
    private static final Logger LOG = Logger.getLogger(RedisDismissals.class);
    private static final int LEASE_SECONDS = 10;

    private final RedisConnections redis;
    private final String self = UUID.randomUUID().toString();

    RedisDismissals(RedisConnections redis) {
        this.redis = redis;
    }

    /** Whether this gateway gave the order. A worker that holds a job by then ends it first. */
    boolean order(String pool, List<String> workers) {
        if (!leads(pool) || workers.isEmpty()) {
            return false;
        }
        for (String worker : workers) {
            redis.await(redis.commands().setex(RedisKeys.leave(worker), RedisKeys.LEAVE_TTL_SECONDS, self));
        }
        LOG.infof("%s may leave, nobody needs them", workers);
        return true;
    }

    private boolean leads(String pool) {
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
