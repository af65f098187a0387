package io.darkroom.gateway.submit;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.gateway.observe.JobDocument;
import io.darkroom.gateway.observe.JobReader;
import io.darkroom.gateway.observe.JobRenderer;
import io.darkroom.gateway.platform.BodyLimits;
import io.darkroom.gateway.platform.Exchange;
import io.darkroom.gateway.platform.Problem;
import io.darkroom.gateway.platform.ProblemCode;
import io.darkroom.gateway.platform.ProblemException;
import io.darkroom.gateway.platform.StrictJson;
import io.darkroom.gateway.project.JobView;
import io.darkroom.gateway.submit.Submitter.Accepted;
import io.darkroom.gateway.tenant.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Takes jobs in. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "jobs")
public class SubmitResource {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final CurrentCaller caller;
    private final Exchange exchange;
    private final Submitter submitter;
    private final JobReader reader;
    private final JobRenderer renderer;
    private final SubmitConfig config;

    SubmitResource(
            CurrentCaller caller,
            Exchange exchange,
            Submitter submitter,
            JobReader reader,
            JobRenderer renderer,
            SubmitConfig config) {
        this.caller = caller;
        this.exchange = exchange;
        this.submitter = submitter;
        this.reader = reader;
        this.renderer = renderer;
        this.config = config;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "submitJob",
            summary = "Submit a job",
            description = "Once this answers 202 the job ends in exactly one outcome, whatever dies meanwhile.")
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
                        description = "true if an earlier call with the same key made this job",
                        schema = @Schema(implementation = String.class))
            },
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = JobDocument.class)))
    @APIResponse(
            responseCode = "200",
            description = "Accepted, and ended within the time that Prefer: wait gave",
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
            @Parameter(description = "1 to 255 visible ASCII characters; the same key and body is the same job")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key,
            @Parameter(description = "wait=n: answer when the job has ended, or after n seconds (at most 60)")
                    @HeaderParam("Prefer")
                    @Nullable
                    String prefer,
            InputStream body) {
        String tenant = caller.tenant();
        if (key != null && !KEY.matcher(key).matches()) {
            throw ProblemException.of(
                    ProblemCode.BAD_REQUEST, "Idempotency-Key must have 1 to 255 visible ASCII characters.");
        }
        Duration wait = Preferences.wait(prefer, config.maxWait());
        JsonNode json = StrictJson.parse(body, BodyLimits.MAX_SUBMISSION_BYTES);
        Accepted accepted = submitter.submit(tenant, json, key, exchange.requestId());
        JobView job = wait.isZero()
                ? accepted.job()
                : reader.await(accepted.job(), view -> view.state().isTerminal(), wait);
        return answer(accepted, job, wait);
    }

    private Response answer(Accepted accepted, JobView job, Duration wait) {
        JobDocument document = renderer.render(job);
        exchange.jobId(document.id());
        boolean endedInTime = !wait.isZero() && job.state().isTerminal();
        Response.ResponseBuilder response = Response.status(endedInTime ? 200 : 202)
                .header(HttpHeaders.LOCATION, document.links().self())
                .entity(document);
        if (accepted.replayed()) {
            response.header("Idempotency-Replayed", "true");
        }
        if (!wait.isZero()) {
            response.header("Preference-Applied", "wait=" + wait.toSeconds());
        }
        return response.build();
    }
}
