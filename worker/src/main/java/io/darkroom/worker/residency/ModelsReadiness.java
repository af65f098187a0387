package io.darkroom.worker.residency;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready if at least one model is served; rejected models are listed with their errors. */
@Readiness
@ApplicationScoped
public class ModelsReadiness implements HealthCheck {
    private final Engine engine;

    public ModelsReadiness(Engine engine) {
        this.engine = engine;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("models");
        engine.announced().forEach(model -> response.withData(model.id(), "served, version " + model.version()));
        engine.rejected().forEach(response::withData);
        return response.status(!engine.announced().isEmpty()).build();
    }
}
