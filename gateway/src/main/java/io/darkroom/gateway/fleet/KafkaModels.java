package io.darkroom.gateway.fleet;

import io.darkroom.contracts.fleet.ModelInfo;
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

/** Updates {@link ModelCatalog} from the log. Ready once all records that existed at the start were read. */
@Startup
@Default
@Readiness
@Singleton
public class KafkaModels implements HealthCheck {
    private final KafkaTable table;

    KafkaModels(KafkaClientSettings kafka, ModelCatalog catalog) {
        table = KafkaTable.follow(kafka, Topics.MODELS, (id, value) -> {
            if (value == null) {
                catalog.remove(id);
            } else {
                catalog.put(Json.decode(value, ModelInfo.class));
            }
        });
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("models read").status(table.caughtUp()).build();
    }

    @PreDestroy
    void close() {
        table.close();
    }
}
