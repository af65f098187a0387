package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.WebhookEndpoint;
import io.darkroom.gateway.http.ProblemCode;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.http.StrictJson;
import io.darkroom.gateway.http.Violation;
import io.darkroom.gateway.outbound.Outbound;
import io.darkroom.gateway.tenant.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Manages webhook endpoints. The id of another tenant's endpoint is treated as unknown. */
@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "webhooks")
public class EndpointsResource {
    private static final int MAX_PER_TENANT = 50;
    private static final Duration MAX_OVERLAP = Duration.ofDays(7);

    private final CurrentCaller caller;
    private final KafkaEndpoints endpoints;
    private final Outbound outbound;

    EndpointsResource(CurrentCaller caller, KafkaEndpoints endpoints, Outbound outbound) {
        this.caller = caller;
        this.endpoints = endpoints;
        this.outbound = outbound;
    }

    @GET
    @Path("/endpoints")
    public Page list() {
        return new Page(
                ready().known().of(caller.tenant()).stream().map(View::of).toList());
    }

    /** Responds with 201 and the secret. */
    @POST
    @Path("/endpoints")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) {
        String tenant = caller.tenant();
        EndpointRequest request = EndpointRequest.read(StrictJson.parse(body, StrictJson.MAX_BYTES), null, outbound);
        if (ready().known().of(tenant).size() >= MAX_PER_TENANT) {
            throw ProblemException.of(
                    ProblemCode.BAD_REQUEST,
                    "A tenant may have at most " + MAX_PER_TENANT + " endpoints; delete one first.");
        }
        WebhookEndpoint made = endpoints.create(tenant, request);
        return Response.created(URI.create("/v1/webhooks/endpoints/" + made.id()))
                .entity(View.withSecret(made))
                .build();
    }

    @GET
    @Path("/endpoints/{id}")
    public View get(@PathParam("id") String id) {
        return View.of(mine(id));
    }

    /** Fields absent from the body are not changed. */
    @PATCH
    @Path("/endpoints/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public View change(@PathParam("id") String id, InputStream body) {
        WebhookEndpoint endpoint = mine(id);
        EndpointRequest request =
                EndpointRequest.read(StrictJson.parse(body, StrictJson.MAX_BYTES), endpoint, outbound);
        return View.of(endpoints.change(endpoint, request));
    }

    /** Enables the endpoint again. Deliveries that were dropped meanwhile can be replayed by time range. */
    @POST
    @Path("/endpoints/{id}/enable")
    public View enable(@PathParam("id") String id) {
        return View.of(endpoints.enable(mine(id)));
    }

    /** Disables the endpoint and drops its pending deliveries. */
    @POST
    @Path("/endpoints/{id}/disable")
    public View disable(@PathParam("id") String id) {
        return View.of(endpoints.disable(mine(id)));
    }

    /** Deletes the endpoint and drops its pending deliveries. */
    @DELETE
    @Path("/endpoints/{id}")
    public void delete(@PathParam("id") String id) {
        endpoints.delete(mine(id));
    }

    @GET
    @Path("/endpoints/{id}/secret")
    public Secret secret(@PathParam("id") String id) {
        return Secret.of(mine(id));
    }

    /**
     * Creates a new secret. The old one also signs for the overlap time, by default as configured (one day).
     *
     * @param overlap seconds, 0 to a week; 0: the old secret stops signing at once, e.g. because it leaked
     */
    @POST
    @Path("/endpoints/{id}/secret/rotate")
    public Secret rotate(@PathParam("id") String id, @QueryParam("overlap_seconds") @Nullable String overlap) {
        return Secret.of(endpoints.rotate(mine(id), seconds(overlap)));
    }

    /** The secret that signs webhooks to targets given by single jobs. */
    @GET
    @Path("/default/secret")
    public Secret defaultSecret() {
        return Secret.of(ready().defaultOf(caller.tenant()));
    }

    @POST
    @Path("/default/secret/rotate")
    public Secret rotateDefault(@QueryParam("overlap_seconds") @Nullable String overlap) {
        return Secret.of(endpoints.rotate(ready().defaultOf(caller.tenant()), seconds(overlap)));
    }

    private static @Nullable Duration seconds(@Nullable String text) {
        if (text == null) {
            return null;
        }
        long seconds = text.matches("[0-9]{1,6}") ? Long.parseLong(text) : -1;
        if (seconds < 0 || seconds > MAX_OVERLAP.toSeconds()) {
            throw ProblemException.invalid(List.of(new Violation(
                    "?overlap_seconds", "invalid", "must be a number from 0 to " + MAX_OVERLAP.toSeconds())));
        }
        return Duration.ofSeconds(seconds);
    }

    private WebhookEndpoint mine(String id) {
        return ready().known()
                .find(caller.tenant(), id)
                .filter(endpoint -> endpoint.url() != null)
                .orElseThrow(ProblemException::notFound);
    }

    private KafkaEndpoints ready() {
        if (!endpoints.caughtUp()) {
            throw ProblemException.unavailable(
                    ProblemCode.STARTING,
                    "The gateway has just started and is still reading endpoints.",
                    Duration.ofSeconds(1),
                    null);
        }
        return endpoints;
    }

    /** All endpoints, oldest first. */
    @Schema(name = "WebhookEndpoints")
    public record Page(List<View> endpoints) {}

    /**
     * An endpoint.
     *
     * @param disabledAt since when nothing is sent to it; absent: enabled
     * @param disabledReason {@code gone} (it answered 410), {@code failing} (all tries failed for days), {@code
     *     by_hand} (the tenant disabled it)
     * @param secret only in the response that creates the endpoint
     */
    @Schema(name = "WebhookEndpoint")
    public record View(
            String id,
            @Nullable String url,
            List<String> events,
            @Nullable String description,
            Instant createdAt,
            @Nullable Instant disabledAt,
            @Nullable String disabledReason,
            @Nullable String secret) {
        static View of(WebhookEndpoint endpoint) {
            return view(endpoint, null);
        }

        static View withSecret(WebhookEndpoint endpoint) {
            return view(endpoint, endpoint.secrets().getFirst().secret());
        }

        private static View view(WebhookEndpoint endpoint, @Nullable String secret) {
            return new View(
                    endpoint.id(),
                    endpoint.url(),
                    endpoint.events(),
                    endpoint.description(),
                    endpoint.createdAt(),
                    endpoint.disabledAt(),
                    endpoint.disabledReason(),
                    secret);
        }
    }

    /**
     * The newest secret.
     *
     * @param previousValidUntil until when the previous secret also signs; absent: it does not
     */
    @Schema(name = "WebhookSecret")
    public record Secret(String key, @Nullable Instant previousValidUntil) {
        static Secret of(WebhookEndpoint endpoint) {
            List<WebhookEndpoint.LiveSecret> live = endpoint.secrets();
            // Parsed, so that a secret that could not be decrypted is never returned.
            String key = WebhookSecret.parse(live.getFirst().secret()).text();
            return new Secret(key, live.size() > 1 ? live.get(1).expiresAt() : null);
        }
    }
}
