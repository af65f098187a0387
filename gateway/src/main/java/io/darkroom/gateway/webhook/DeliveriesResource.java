package io.darkroom.gateway.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.job.JobId;
import io.darkroom.gateway.http.ProblemCode;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.http.StrictJson;
import io.darkroom.gateway.http.Violation;
import io.darkroom.gateway.tenant.CurrentCaller;
import io.darkroom.gateway.webhook.DeliveryLog.Cursor;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lists and replays webhook deliveries. */
@Path("/v1/webhooks/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "webhooks")
public class DeliveriesResource {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private static final Set<String> REPLAY_FIELDS = Set.of("from", "to", "state", "endpoint");

    private final CurrentCaller caller;
    private final RedisDeliveryLog attempts;
    private final Replays replays;

    DeliveriesResource(CurrentCaller caller, RedisDeliveryLog attempts, Replays replays) {
        this.caller = caller;
        this.attempts = attempts;
        this.replays = replays;
    }

    /** Deliveries with all tries: those of a job, oldest first, or those of the tenant that match, newest first. */
    @GET
    public Page list(
            @QueryParam("job_id") @Nullable String jobId,
            @QueryParam("state") @Nullable String state,
            @QueryParam("endpoint") @Nullable String endpoint,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        String tenant = caller.tenant();
        DeliveryFilter filter = DeliveryFilter.parse(state, endpoint, from, to);
        if (jobId != null) {
            if (!JobId.isValid(jobId)) {
                throw ProblemException.of(
                        ProblemCode.BAD_REQUEST, "'job_id' is not a job id; expected" + " ?job_id=job_….");
            }
            return new Page(
                    attempts.ofJob(tenant, new JobId(jobId)).stream()
                            .filter(entry -> filter.matches(entry.delivery(), entry.state()))
                            .map(View::of)
                            .toList(),
                    null);
        }
        DeliveryLog.Page page = attempts.page(tenant, filter, cursor(cursor), limit(limit));
        Cursor next = page.next();
        return new Page(page.entries().stream().map(View::of).toList(), next == null ? null : next.text());
    }

    @GET
    @Path("/{id}")
    public View get(@PathParam("id") String id) {
        return View.of(attempts.find(caller.tenant(), id).orElseThrow(ProblemException::notFound));
    }

    /** Sends the delivery again immediately, with a new retry schedule and the same id and bytes; responds with 202. */
    @POST
    @Path("/{id}/replay")
    public Response replay(@PathParam("id") String id) {
        Delivery again = replays.replay(caller.tenant(), id);
        return Response.accepted(Map.of("id", again.id(), "state", "waiting")).build();
    }

    /**
     * Sends all undelivered deliveries of events between {@code from} and {@code to} again, at most 10,000 per call;
     * responds with 202 and their number. With {@code state}, sends those in that state, which may be {@code
     * delivered}.
     */
    @POST
    @Path("/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response replayRange(InputStream body) {
        String tenant = caller.tenant();
        JsonNode wanted = StrictJson.parse(body, StrictJson.MAX_BYTES);
        List<Violation> violations = new ArrayList<>();
        wanted.fieldNames().forEachRemaining(name -> {
            if (!REPLAY_FIELDS.contains(name)) {
                violations.add(
                        new Violation("/" + name, "unknown_field", "known fields are from, to, state, endpoint"));
            } else if (!wanted.path(name).isTextual()) {
                violations.add(new Violation("/" + name, "wrong_type", "must be a string"));
            }
        });
        Instant from = DeliveryFilter.instant("/from", wanted.path("from").textValue(), violations);
        if (from == null && !wanted.has("from")) {
            violations.add(new Violation("/from", "required", "must be the instant at which the range starts"));
        }
        if (!violations.isEmpty() || from == null) {
            throw ProblemException.invalid(violations);
        }
        DeliveryFilter filter = DeliveryFilter.parse(
                wanted.path("state").textValue(),
                wanted.path("endpoint").textValue(),
                from.toString(),
                wanted.path("to").textValue());
        return Response.accepted(replays.replayRange(tenant, filter, from)).build();
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ProblemException.invalid(
                    List.of(new Violation("?limit", "invalid", "must be a number from 1 to " + MAX_LIMIT)));
        }
        return limit;
    }

    private static @Nullable Cursor cursor(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return Cursor.parse(text)
                .orElseThrow(() -> ProblemException.invalid(List.of(
                        new Violation("?cursor", "invalid", "must be the next_cursor of the previous" + " page"))));
    }

    /**
     * Deliveries.
     *
     * @param nextCursor absent on the last page
     */
    @Schema(name = "WebhookDeliveries")
    public record Page(List<View> deliveries, @Nullable String nextCursor) {}

    /**
     * A delivery.
     *
     * @param id the {@code webhook-id}
     * @param jobId absent if it is not about a job
     * @param endpoint absent: the job's own target
     * @param state {@code delivered}, {@code waiting}, {@code given_up} or {@code dropped}
     * @param nextAt time of the next try; absent if there is none
     */
    @Schema(name = "WebhookDelivery")
    public record View(
            String id,
            @Nullable JobId jobId,
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
