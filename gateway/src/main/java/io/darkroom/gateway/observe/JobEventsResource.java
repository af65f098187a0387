package io.darkroom.gateway.observe;

import io.darkroom.gateway.http.Exchange;
import io.darkroom.gateway.http.Problem;
import io.darkroom.gateway.tenant.CurrentCaller;
import io.darkroom.gateway.view.JobReader;
import io.darkroom.gateway.view.JobView;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The event stream of one job. */
@Path("/v1/jobs/{id}/events")
@RunOnVirtualThread
@Tag(name = "jobs")
public class JobEventsResource {
    private final CurrentCaller caller;
    private final Exchange exchange;
    private final JobReader reader;
    private final JobStreams streams;

    JobEventsResource(CurrentCaller caller, Exchange exchange, JobReader reader, JobStreams streams) {
        this.caller = caller;
        this.exchange = exchange;
        this.reader = reader;
        this.streams = streams;
    }

    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "streamJobEvents",
            summary = "Stream the events of a job from its start until it ends (server-sent events)",
            description = "Events: job.queued (id 0), job.started, job.progress, job.preview, job.output,"
                    + " job.released,"
                    + " job.canceling, and one of job.succeeded, job.failed, job.canceled, job.expired, whose"
                    + " data is the job and which ends the stream. Comments keep an idle stream open. A client"
                    + " that reconnects with Last-Event-ID gets the events it missed. Do not reconnect after"
                    + " the terminal event.")
    @APIResponse(
            responseCode = "200",
            description = "The stream",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(
            responseCode = "404",
            description = "not_found: the tenant has no such job",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "view_unavailable or too_many_streams; see Retry-After",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Multi<OutboundSseEvent> stream(@PathParam("id") String id, @BeanParam LastEventId last, @Context Sse sse) {
        JobView view = reader.get(caller.tenant(), id);
        exchange.jobId(view.id().value());
        return streams.serve(view, number(last.id()), sse);
    }

    /** Number of the last event that the client has; -1 if none or malformed. */
    private static long number(@Nullable String id) {
        try {
            return id == null ? -1 : Math.max(-1, Long.parseLong(id.strip()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
