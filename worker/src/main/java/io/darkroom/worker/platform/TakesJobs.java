package io.darkroom.worker.platform;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready is a worker that could take a job now. */
@Readiness
@ApplicationScoped
public class TakesJobs implements HealthCheck {
    private final WorkerLifecycle worker;

    public TakesJobs(WorkerLifecycle worker) {
        this.worker = worker;
    }

    @Override
    public HealthCheckResponse call() {
        String why = worker.unreadiness();
        var response = HealthCheckResponse.named("takes jobs").status(why.isEmpty());
        return why.isEmpty()
                ? response.build()
                : response.withData("reason", why).build();
    }
}
