package io.darkroom.gateway.submit;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.tenant.ApiKeyRecord;
import io.darkroom.gateway.http.BodyLimits;
import io.darkroom.gateway.http.Exchange;
import io.darkroom.gateway.http.Problem;
import io.darkroom.gateway.http.StrictJson;
import io.darkroom.gateway.tenant.Caller;
import io.darkroom.gateway.tenant.CurrentCaller;
import io.darkroom.gateway.view.JobDocument;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Accepts job submissions. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "jobs")
public class SubmitResource {
    private final CurrentCaller caller;
    private final Exchange exchange;
    private final Submitter submitter;
    private final AcceptedAnswer answer;

    SubmitResource(CurrentCaller caller, Exchange exchange, Submitter submitter, AcceptedAnswer answer) {
        this.caller = caller;
        this.exchange = exchange;
        this.submitter = submitter;
        this.answer = answer;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "submitJob",
            summary = "Submit a job",
            description = "After the response 202 the job ends with exactly one outcome, whatever component"
                    + " fails meanwhile.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "JobSubmission")))
    @APIResponse(
            responseCode = "202",
            description = "Accepted",
            headers = {
                @Header(name = "Location", description = "The job", schema = @Schema(implementation = String.class)),
                @Header(
                        name = "Idempotency-Replayed",
                        description = "true if an earlier call with the same key, or an earlier try of an SDK,"
                                + " created this job",
                        schema = @Schema(implementation = String.class))
            },
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = JobDocument.class)))
    @APIResponse(
            responseCode = "200",
            description = "Accepted, and ended within the time given by Prefer: wait",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = JobDocument.class)))
    @APIResponse(
            responseCode = "400",
            description = "malformed_json",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "413",
            description = "body_too_large",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "422",
            description = "validation_failed, with all violations; idempotency_key_reused",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "log_unavailable, store_unavailable, idempotency_in_progress; see Retry-After",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response submit(
            @Parameter(
                            description = "1 to 255 visible ASCII characters; calls with the same key and body"
                                    + " return the same job")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key,
            @Parameter(description = "wait=n: respond when the job has ended, or after n seconds (at most 60)")
                    @HeaderParam("Prefer")
                    @Nullable
                    String prefer,
            @Parameter(
                            description = "Sent by SDKs: number of the retry. Without an Idempotency-Key, a retry"
                                    + " with the same API key and body within 15 minutes returns the"
                                    + " first job")
                    @HeaderParam(SdkTry.HEADER)
                    @Nullable
                    String sdkTry,
            @Context RoutingContext call,
            InputStream body) {
        AcceptedAnswer.check(key);
        JsonNode json = StrictJson.parse(body, BodyLimits.MAX_SUBMISSION_BYTES);
        Caller holder = caller.require(ApiKeyRecord.SCOPE_JOBS);
        Submitter.Accepted accepted =
                submitter.submit(holder, json, key, SdkTry.parse(sdkTry).orElse(null), exchange.requestId());
        call.addEndHandler(sent -> {
            if (sent.succeeded() && call.response().getStatusCode() < 300) {
                accepted.answered().run();
            }
        });
        return answer.to(accepted, prefer);
    }
}
