package io.darkroom.gateway.tenant;

import io.darkroom.contracts.tenant.ApiKeyRecord;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaTable;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Updates {@link ApiKeys} from the log. Ready once all records that existed at the start were read. */
@Startup
@Default
@Readiness
@Singleton
public class KafkaApiKeys implements HealthCheck {
    private final KafkaTable table;

    KafkaApiKeys(KafkaClientSettings kafka, ApiKeys keys) {
        table = KafkaTable.follow(kafka, Topics.API_KEYS, (hash, value) -> {
            if (value == null) {
                keys.remove(hash);
            } else {
                keys.put(Json.decode(value, ApiKeyRecord.class));
            }
        });
    }

    boolean caughtUp() {
        return table.caughtUp();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("keys read").status(caughtUp()).build();
    }

    @PreDestroy
    void close() {
        table.close();
    }
}
