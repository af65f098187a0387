package io.darkroom.gateway.quota;

import io.darkroom.contracts.quota.TenantQuota;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.kafka.KafkaTable;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Updates {@link Quotas} from the log. Ready once all records that existed at the start were read. */
@Startup
@Default
@Readiness
@Singleton
public class KafkaQuotas implements HealthCheck {
    private final KafkaTable table;
    private final Quotas quotas;
    private final KafkaLog log;

    KafkaQuotas(KafkaClientSettings kafka, Quotas quotas, KafkaLog log) {
        this.quotas = quotas;
        this.log = log;
        table = KafkaTable.follow(kafka, Topics.QUOTAS, (tenant, value) -> {
            if (value == null) {
                quotas.remove(tenant);
            } else {
                quotas.put(Json.decode(value, TenantQuota.class));
            }
        });
    }

    /** The quotas as read so far. */
    Quotas quotas() {
        return quotas;
    }

    /**
     * True once all records that existed at the start were read. Before that it is unknown which tenants have a quota.
     */
    boolean caughtUp() {
        return table.caughtUp();
    }

    void set(TenantQuota quota) {
        log.append(Topics.QUOTAS, quota.tenant(), Json.encode(quota), Map.of());
        quotas.put(quota);
    }

    void remove(String tenant) {
        log.append(Topics.QUOTAS, tenant, null, Map.of());
        quotas.remove(tenant);
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("quotas read").status(caughtUp()).build();
    }

    @PreDestroy
    void close() {
        table.close();
    }
}
