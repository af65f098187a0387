package io.darkroom.gateway.runtime;

import io.darkroom.gateway.platform.KafkaLog;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the brokers answered this process for the first time. */
@Readiness
public class KafkaReachedCheck implements HealthCheck {
    private final KafkaLog log;

    KafkaReachedCheck(KafkaLog log) {
        this.log = log;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("log reached").status(log.reached()).build();
    }
}
