package io.darkroom.gateway.fleet;

import io.darkroom.contracts.wire.Json;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/**
 * {@code GET /fleet/demand/{pool}} on the management port, for KEDA's {@code metrics-api} scaler ({@code valueLocation:
 * wanted}) and other autoscalers. 503 before the first plan: no value is better than a wrong 0.
 */
@ApplicationScoped
public class DemandRoute {
    private final FleetPlanner planner;

    DemandRoute(FleetPlanner planner) {
        this.planner = planner;
    }

    void register(@Observes ManagementInterface management) {
        management.router().get("/fleet/demand/:pool").handler(this::answer);
    }

    private void answer(RoutingContext exchange) {
        Optional<PoolDemand> found = planner.demand(exchange.pathParam("pool"));
        if (found.isEmpty()) {
            exchange.response()
                    .setStatusCode(planner.demand().isEmpty() ? 503 : 404)
                    .end();
            return;
        }
        exchange.response().putHeader("content-type", "application/json").end(Buffer.buffer(Json.encode(found.get())));
    }
}
