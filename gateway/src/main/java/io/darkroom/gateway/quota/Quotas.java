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

/** The quotas in force. */
@Singleton
public class Quotas {
    /** What {@link #millis} says of a tenant without limit. */
    static final long UNLIMITED = Long.MAX_VALUE;

    private final Map<String, TenantQuota> byTenant = new ConcurrentHashMap<>();
    private final OptionalDouble byDefault;

    /**
     * @throws IllegalArgumentException if the settings contradict each other
     */
    Quotas(QuotaConfig config) {
        byDefault = config.deviceSeconds();
        if (byDefault.isPresent() && byDefault.getAsDouble() < 0) {
            throw new IllegalArgumentException(
                    "darkroom.quota.device-seconds is " + byDefault.getAsDouble() + "; 0 is one job at a time");
        }
    }

    void put(TenantQuota quota) {
        byTenant.put(quota.tenant(), quota);
    }

    void remove(String tenant) {
        byTenant.remove(tenant);
    }

    /** What an operator set. */
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

    /** Device milliseconds that the tenant may have in flight. */
    long millis(String tenant) {
        TenantQuota set = byTenant.get(tenant);
        Double seconds = set == null ? byDefault() : set.deviceSeconds();
        return seconds == null ? UNLIMITED : Math.round(seconds * 1_000);
    }

    boolean limits(String tenant) {
        return millis(tenant) != UNLIMITED;
    }

    /** Whether jobs of this tenant may have waited: also of one whose limit was lifted, until it has the default again. */
    boolean concerns(String tenant) {
        return byDefault.isPresent() || byTenant.containsKey(tenant);
    }

    /** Whether any tenant is concerned. */
    boolean any() {
        return byDefault.isPresent() || !byTenant.isEmpty();
    }
}
