package io.darkroom.gateway.quota;

import io.darkroom.contracts.quota.TenantQuota;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The current quotas of all tenants. */
@Singleton
public class Quotas {
    /** Value of {@link #millis} for a tenant without a limit. */
    static final long UNLIMITED = Long.MAX_VALUE;

    private final Map<String, TenantQuota> byTenant = new ConcurrentHashMap<>();
    private final OptionalDouble byDefault;

    /**
     * @throws IllegalArgumentException if the settings contradict each other
     */
    Quotas(QuotaConfig config) {
        byDefault = config.deviceSeconds();
        if (byDefault.isPresent() && byDefault.getAsDouble() < 0) {
            throw new IllegalArgumentException("darkroom.quota.device-seconds is " + byDefault.getAsDouble()
                    + ", but must be at least 0," + " which means one job at a time");
        }
    }

    void put(TenantQuota quota) {
        byTenant.put(quota.tenant(), quota);
    }

    void remove(String tenant) {
        byTenant.remove(tenant);
    }

    /** The tenant's own quota; empty if the default applies. */
    Optional<TenantQuota> set(String tenant) {
        return Optional.ofNullable(byTenant.get(tenant));
    }

    List<TenantQuota> all() {
        return List.copyOf(new TreeMap<>(byTenant).values());
    }

    @Nullable
    Double byDefault() {
        return byDefault.isPresent() ? byDefault.getAsDouble() : null;
    }

    /** Device milliseconds that the tenant may have in flight; {@link #UNLIMITED} if there is no limit. */
    long millis(String tenant) {
        TenantQuota set = byTenant.get(tenant);
        Double seconds = set == null ? byDefault() : set.deviceSeconds();
        return seconds == null ? UNLIMITED : Math.round(seconds * 1_000);
    }

    boolean limits(String tenant) {
        return millis(tenant) != UNLIMITED;
    }

    /**
     * Whether jobs of this tenant may be in {@code darkroom.held}: it has a limit, or an explicit quota without limit.
     */
    boolean mayBeHeld(String tenant) {
        return byDefault.isPresent() || byTenant.containsKey(tenant);
    }

    /** Whether this queue for any tenant. */
    boolean any() {
        return byDefault.isPresent() || !byTenant.isEmpty();
    }
}
