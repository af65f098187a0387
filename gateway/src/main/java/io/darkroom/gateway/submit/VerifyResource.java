package io.darkroom.gateway.submit;

import io.darkroom.gateway.http.Exchange;
import io.darkroom.gateway.http.Problem;
import io.darkroom.gateway.tenant.CurrentCaller;
import io.darkroom.gateway.view.JobDocument;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Runs a job again to check that its results can be reproduced. */
@Path("/v1/jobs/{id}/verify")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "jobs")
public class VerifyResource {
    private final CurrentCaller caller;
    private final Exchange exchange;
    private final Verifier verifier;
    private final AcceptedAnswer answer;

    VerifyResource(CurrentCaller caller, Exchange exchange, Verifier verifier, AcceptedAnswer answer) {
        this.caller = caller;
        this.exchange = exchange;
        this.verifier = verifier;
        this.answer = answer;
    }

    @POST
    @Operation(
            operationId = "verifyJob",
            summary = "Run a job again and compare",
            description = "Creates a new job with the same input and seed. When it has succeeded, its verification"
                    + " shows for each result whether the bytes equal those of the first run.")
    @APIResponse(
            responseCode = "202",
            description = "Accepted: the new job",
            headers =
                    @Header(
                            name = "Location",
                            description = "The new job",
                            schema = @Schema(implementation = String.class)),
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = JobDocument.class)))
    @APIResponse(
            responseCode = "200",
            description = "Accepted, and ended within the time given by Prefer: wait",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = JobDocument.class)))
    @APIResponse(
            responseCode = "404",
            description = "not_found: the tenant has no such job",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "409",
            description = "not_verifiable: the job has not succeeded, or can no longer be run",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "log_unavailable, view_unavailable, idempotency_in_progress; see Retry-After",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response verify(
            @PathParam("id") String id,
            @Parameter(
                            description = "1 to 255 visible ASCII characters; calls with the same key and job return"
                                    + " the same new job")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key,
            @Parameter(description = "wait=n: respond when the new job has ended, or after n seconds (at most 60)")
                    @HeaderParam("Prefer")
                    @Nullable
                    String prefer) {
        AcceptedAnswer.check(key);
        return answer.to(verifier.verify(caller.tenant(), id, key, exchange.requestId()), prefer);
    }
}
