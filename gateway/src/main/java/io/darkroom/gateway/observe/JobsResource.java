package io.darkroom.gateway.observe;

import io.darkroom.gateway.http.Exchange;
import io.darkroom.gateway.http.Problem;
import io.darkroom.gateway.tenant.CurrentCaller;
import io.darkroom.gateway.view.JobDocument;
import io.darkroom.gateway.view.JobReader;
import io.darkroom.gateway.view.JobRenderer;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Gets and lists jobs. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "jobs")
public class JobsResource {
    private final CurrentCaller caller;
    private final Exchange exchange;
    private final JobReader reader;
    private final JobRenderer renderer;
    private final JobLister lister;

    JobsResource(CurrentCaller caller, Exchange exchange, JobReader reader, JobRenderer renderer, JobLister lister) {
        this.caller = caller;
        this.exchange = exchange;
        this.reader = reader;
        this.renderer = renderer;
        this.lister = lister;
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getJob", summary = "Get a job")
    @APIResponse(
            responseCode = "200",
            description = "The job, with newly presigned URLs of its results",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = JobDocument.class)))
    @APIResponse(
            responseCode = "404",
            description = "not_found: the tenant has no such job",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "view_unavailable: the state of the job cannot be read now; see Retry-After",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public JobDocument get(@PathParam("id") String id) {
        JobDocument job = renderer.render(reader.get(caller.tenant(), id));
        exchange.jobId(job.id());
        return job;
    }

    @GET
    @Operation(operationId = "listJobs", summary = "List the tenant's jobs, newest first")
    @APIResponse(
            responseCode = "200",
            description = "A page of jobs. It may have fewer jobs than the limit even if more follow: continue"
                    + " while next_cursor is present.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = JobPage.class)))
    @APIResponse(
            responseCode = "422",
            description = "validation_failed: a query parameter is not valid",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "view_unavailable: the list cannot be read now; see Retry-After",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public JobPage list(
            @Parameter(description = "Only jobs in this state") @QueryParam("state") @Nullable String state,
            @Parameter(description = "Only jobs of this kind") @QueryParam("kind") @Nullable String kind,
            @Parameter(description = "Only jobs created after this instant (ISO 8601)")
                    @QueryParam("created_after")
                    @Nullable
                    String createdAfter,
            @Parameter(description = "Maximum number of jobs per page, 1 to 100; default 20")
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Parameter(description = "next_cursor of the previous page") @QueryParam("cursor") @Nullable
                    String cursor) {
        return lister.page(caller.tenant(), JobQuery.parse(state, kind, createdAfter, limit, cursor));
    }
}
