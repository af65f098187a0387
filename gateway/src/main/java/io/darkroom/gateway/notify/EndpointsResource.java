package io.darkroom.gateway.notify;

import io.darkroom.contracts.callback.WebhookEndpoint;
import io.darkroom.gateway.outbound.Outbound;
import io.darkroom.gateway.platform.ProblemCode;
import io.darkroom.gateway.platform.ProblemException;
import io.darkroom.gateway.platform.StrictJson;
import io.darkroom.gateway.tenant.CurrentCaller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is called back. An id that is not the tenant's own answers as an unknown one. */
@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
public class EndpointsResource {
    private static final int MAX_PER_TENANT = 50;

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

    /** Answers 201 with the secret. */
    @POST
    @Path("/endpoints")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) {
        String tenant = caller.tenant();
        EndpointRequest request = EndpointRequest.read(StrictJson.parse(body, StrictJson.MAX_BYTES), outbound);
        if (ready().known().of(tenant).size() >= MAX_PER_TENANT) {
            throw ProblemException.of(
                    ProblemCode.BAD_REQUEST,
                    "A tenant has at most " + MAX_PER_TENANT + " endpoints; delete one first.");
        }
        WebhookEndpoint made = endpoints.create(tenant, request.url(), request.events(), request.description());
        return Response.created(URI.create("/v1/webhooks/endpoints/" + made.id()))
                .entity(View.withSecret(made))
                .build();
    }

    @GET
    @Path("/endpoints/{id}")
    public View get(@PathParam("id") String id) {
        return View.of(mine(id));
    }

    /** Deliveries to it that are under way are dropped. */
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

    /** The old secret goes on signing beside the new one for the overlap, a day unless configured. */
    @POST
    @Path("/endpoints/{id}/secret/rotate")
    public Secret rotate(@PathParam("id") String id) {
        return Secret.of(endpoints.rotate(mine(id)));
    }

    /** What signs callbacks to targets that jobs name themselves. */
    @GET
    @Path("/default/secret")
    public Secret defaultSecret() {
        return Secret.of(ready().defaultOf(caller.tenant()));
    }

    @POST
    @Path("/default/secret/rotate")
    public Secret rotateDefault() {
        return Secret.of(endpoints.rotate(ready().defaultOf(caller.tenant())));
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
                    "The gateway has just started and is still reading its endpoints.",
                    Duration.ofSeconds(1),
                    null);
        }
        return endpoints;
    }

    /** All endpoints, oldest first. */
    public record Page(List<View> endpoints) {}

    /**
     * An endpoint.
     *
     * @param disabledAt when it answered 410; delete it and register it again to go on
     * @param secret only in the answer that creates it
     */
    public record View(
            String id,
            @Nullable String url,
            List<String> events,
            @Nullable String description,
            Instant createdAt,
            @Nullable Instant disabledAt,
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
                    secret);
        }
    }

    /** The newest secret. */
    public record Secret(String key) {
        static Secret of(WebhookEndpoint endpoint) {
            return new Secret(endpoint.secrets().getFirst().secret());
        }
    }
}
