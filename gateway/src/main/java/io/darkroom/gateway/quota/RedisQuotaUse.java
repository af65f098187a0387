package io.darkroom.gateway.quota;

import io.darkroom.gateway.quota.TenantJobs.Sums;
import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.lettuce.core.RedisException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The number and work of jobs in flight and waiting per tenant, published by the gateway that owns the tenant's
 * partition, so that any gateway can serve it. For information only; a tenant without jobs has no entry.
 */
@ApplicationScoped
class RedisQuotaUse {
    private static final int KEPT_SECONDS = 5;

    private final RedisConnections redis;

    RedisQuotaUse(RedisConnections redis) {
        this.redis = redis;
    }

    private static String key(String tenant) {
        return "darkroom:quota-use:" + tenant;
    }

    /** Publishes the use of each tenant. Does not wait and never fails. */
    void publish(Map<String, Sums> byTenant) {
        try {
            byTenant.forEach((tenant, sums) -> {
                var unused = redis.commands().setex(key(tenant), KEPT_SECONDS, text(sums));
            });
        } catch (RedisUnavailableException | RedisException e) {
            // Published again in a second.
        }
    }

    private static String text(Sums sums) {
        return sums.waiting() + " " + sums.waitingMillis() + " " + sums.inFlight() + " " + sums.inFlightMillis();
    }

    private static Sums parse(String text) {
        String[] parts = text.split(" ", 4);
        return new Sums(
                Integer.parseInt(parts[0]),
                Long.parseLong(parts[1]),
                Integer.parseInt(parts[2]),
                Long.parseLong(parts[3]));
    }

    /** The use of a tenant; null if Redis is unavailable. */
    @Nullable
    Sums of(String tenant) {
        try {
            String reply = redis.await(redis.commands().get(key(tenant)));
            return reply == null ? Sums.NONE : parse(reply);
        } catch (RedisUnavailableException | RedisException e) {
            return null;
        }
    }
}
