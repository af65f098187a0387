package io.darkroom.gateway.fleet;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.fleet.WorkerStatus;
import io.darkroom.contracts.job.Lane;
import io.darkroom.gateway.tenant.CurrentCaller;
import io.darkroom.gateway.view.RedisJobIndex;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The models that the fleet serves, and its current state. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "fleet")
public class FleetResource {
    private final CurrentCaller caller;
    private final ModelCatalog catalog;
    private final RedisWorkers workers;
    private final RedisJobIndex index;
    private final FleetPlanner planner;
    private final Clock clock;

    FleetResource(
            CurrentCaller caller,
            ModelCatalog catalog,
            RedisWorkers workers,
            RedisJobIndex index,
            FleetPlanner planner,
            Clock clock) {
        this.caller = caller;
        this.catalog = catalog;
        this.workers = workers;
        this.index = index;
        this.planner = planner;
        this.clock = clock;
    }

    @GET
    @Path("models")
    @Operation(operationId = "listModels", summary = "List the available models and their limits")
    public Models models() {
        caller.tenant();
        List<WorkerStatus> alive = workers.alive();
        return new Models(catalog.all().stream()
                .map(model -> new Offer(model, (int) alive.stream()
                        .filter(worker -> worker.models().contains(model.id()))
                        .count()))
                .toList());
    }

    @GET
    @Path("fleet")
    @Operation(
            operationId = "getFleet",
            summary =
                    "Get the state of the fleet: waiting jobs by lane, workers," + " and the planned number of workers")
    public Fleet fleet() {
        caller.tenant();
        List<WorkerStatus> alive = workers.alive();
        Instant now = clock.instant();
        List<LaneStatus> lanes =
                Arrays.stream(Lane.values()).map(lane -> lane(lane, alive, now)).toList();
        return new Fleet(lanes, alive, planner.demand());
    }

    private LaneStatus lane(Lane lane, List<WorkerStatus> alive, Instant now) {
        RedisJobIndex.Waiting waiting = index.waiting(lane);
        Instant oldest = waiting.oldest();
        double wait = oldest == null ? 0 : Duration.between(oldest, now).toMillis() / 1000.0;
        int serving = (int)
                alive.stream().filter(worker -> worker.lanes().contains(lane)).count();
        return new LaneStatus(lane, waiting.jobs(), Math.max(0, wait), serving);
    }

    @Schema(name = "Models")
    public record Models(List<Offer> models) {}

    /** @param workers number of live workers that serve it; 0: jobs for it are accepted and wait */
    @Schema(name = "ModelOffer")
    public record Offer(@JsonUnwrapped ModelInfo model, int workers) {}

    @Schema(name = "Fleet")
    public record Fleet(List<LaneStatus> lanes, List<WorkerStatus> workers, List<PoolDemand> pools) {}

    /**
     * @param queued number of waiting jobs
     * @param oldestWaitSeconds waiting time of the oldest of them; 0 if none waits
     * @param workers number of live workers that serve the lane
     */
    @Schema(name = "LaneStatus")
    public record LaneStatus(Lane lane, long queued, double oldestWaitSeconds, int workers) {}
}
