package io.darkroom.gateway.fleet;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.platform.KafkaTable;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Keeps {@link ModelCatalog} as the log has it. Ready once all that was there at the start is read. */
@Startup
@Default
@Readiness
@Singleton
public class KafkaModels implements HealthCheck {
    private final KafkaTable table;

    KafkaModels(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap, ModelCatalog catalog) {
        table = KafkaTable.follow(bootstrap, Topics.MODELS, (id, value) -> {
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
