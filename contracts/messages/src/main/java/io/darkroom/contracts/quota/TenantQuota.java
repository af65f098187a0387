package io.darkroom.contracts.quota;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much work a tenant may have in flight, in {@code darkroom.quotas} (compacted, keyed by the tenant). Without a
 * record the installation's default applies.
 *
 * @param schema version of this message, 1
 * @param deviceSeconds limit on the predicted device seconds of all jobs that were released to their lanes and have not
 *     ended; null: no limit, whatever the default is; 0: one job at a time
 * @param setAt when an operator set it
 */
public record TenantQuota(
        int schema, String tenant, @Nullable Double deviceSeconds, Instant setAt) {
    public static final int SCHEMA = 1;

    public static TenantQuota of(String tenant, @Nullable Double deviceSeconds, Instant setAt) {
        return new TenantQuota(SCHEMA, tenant, deviceSeconds, setAt);
    }
}
