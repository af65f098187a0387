package io.darkroom.gateway.notify;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.platform.KafkaLog;
import io.darkroom.gateway.platform.ProblemCode;
import io.darkroom.gateway.platform.ProblemException;
import io.darkroom.gateway.tenant.CurrentCaller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of callbacks, and how to have one again. */
@Path("/v1/webhooks/deliveries")
@Produces(MediaType.APPLICATION_JSON)
public class DeliveriesResource {
    private final CurrentCaller caller;
    private final RedisDeliveryLog attempts;
    private final KafkaLog log;

    DeliveriesResource(CurrentCaller caller, RedisDeliveryLog attempts, KafkaLog log) {
        this.caller = caller;
        this.attempts = attempts;
        this.log = log;
    }

    /** A job's deliveries, oldest first, with every try. */
    @GET
    public Page list(@QueryParam("job_id") @Nullable String jobId) {
        String tenant = caller.tenant();
        if (jobId == null || !JobId.isValid(jobId)) {
            throw ProblemException.of(ProblemCode.BAD_REQUEST, "Name a job: ?job_id=job_….");
        }
        return new Page(
                attempts.ofJob(tenant, new JobId(jobId)).stream().map(View::of).toList());
    }

    /** Sends it again at once, with its whole schedule, the same id and the same bytes; answers 202. */
    @POST
    @Path("/{id}/replay")
    public Response replay(@PathParam("id") String id) {
        Delivery again = attempts.find(caller.tenant(), id)
                .orElseThrow(ProblemException::notFound)
                .delivery()
                .replayed();
        attempts.reopen(again);
        log.append(Topics.DELIVERIES, again.id(), Json.encode(again), Map.of());
        return Response.accepted(Map.of("id", again.id(), "state", "waiting")).build();
    }

    /** Deliveries. */
    public record Page(List<View> deliveries) {}

    /**
     * A delivery.
     *
     * @param id the {@code webhook-id}
     * @param endpoint null: the job's own target
     * @param state {@code delivered}, {@code waiting}, {@code given_up} or {@code dropped}
     * @param nextAt of the next try; null: there is none
     */
    public record View(
            String id,
            JobId jobId,
            String type,
            @Nullable String endpoint,
            @Nullable String url,
            String state,
            int replays,
            Instant createdAt,
            @Nullable Instant nextAt,
            List<Attempt> attempts) {
        static View of(DeliveryLog.Entry entry) {
            Delivery delivery = entry.delivery();
            return new View(
                    delivery.id(),
                    delivery.jobId(),
                    delivery.type(),
                    delivery.endpoint(),
                    delivery.url(),
                    entry.state(),
                    delivery.replays(),
                    delivery.createdAt(),
                    entry.nextAt(),
                    entry.attempts());
        }
    }
}
