package io.darkroom.gateway.cancel;

import io.darkroom.gateway.http.Exchange;
import io.darkroom.gateway.http.Problem;
import io.darkroom.gateway.tenant.CurrentCaller;
import io.darkroom.gateway.view.JobDocument;
import io.darkroom.gateway.view.JobReader;
import io.darkroom.gateway.view.JobRenderer;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Cancels a job. */
@Path("/v1/jobs/{id}/cancel")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "jobs")
public class CancelResource {
    private final CurrentCaller caller;
    private final Exchange exchange;
    private final JobReader reader;
    private final JobRenderer renderer;
    private final JobCancellation cancellation;

    CancelResource(
            CurrentCaller caller,
            Exchange exchange,
            JobReader reader,
            JobRenderer renderer,
            JobCancellation cancellation) {
        this.caller = caller;
        this.exchange = exchange;
        this.reader = reader;
        this.renderer = renderer;
        this.cancellation = cancellation;
    }

    @POST
    @Operation(
            operationId = "cancelJob",
            summary = "Cancel a job",
            description = "A waiting job ends immediately; a running one stops within one denoising step and is"
                    + " canceling until its worker confirms. A job that has already ended is not"
                    + " changed. The call is idempotent.")
    @APIResponse(
            responseCode = "200",
            description = "The job: canceled, canceling, or as it had ended before",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = JobDocument.class)))
    @APIResponse(
            responseCode = "404",
            description = "not_found: the tenant has no such job",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "view_unavailable, log_unavailable, store_unavailable; see Retry-After",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public JobDocument cancel(@PathParam("id") String id) {
        JobDocument job = renderer.render(cancellation.cancel(reader.get(caller.tenant(), id)));
        exchange.jobId(job.id());
        return job;
    }
}
