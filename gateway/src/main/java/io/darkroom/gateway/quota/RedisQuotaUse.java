package io.darkroom.gateway.quota;

import io.darkroom.gateway.quota.TenantJobs.Sums;
import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.lettuce.core.RedisException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each tenant has in flight and waiting, told by the gateway that decides about it, for those who ask another one. Nothing
 * is decided by it; a tenant without jobs has no entry.
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

    /** Returns at once and never fails. */
    void tell(Map<String, Sums> byTenant) {
        try {
            byTenant.forEach((tenant, sums) -> {
                var unused = redis.commands().setex(key(tenant), KEPT_SECONDS, text(sums));
            });
        } catch (RedisUnavailableException | RedisException e) {
            // Told again in a second.
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

    /** Null: nobody can tell. */
    @Nullable
    Sums of(String tenant) {
        try {
            String told = redis.await(redis.commands().get(key(tenant)));
            return told == null ? Sums.NONE : parse(told);
        } catch (RedisUnavailableException | RedisException e) {
            return null;
        }
    }
}
