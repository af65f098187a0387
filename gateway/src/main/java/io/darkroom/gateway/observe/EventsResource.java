package io.darkroom.gateway.observe;

import io.darkroom.gateway.http.Problem;
import io.darkroom.gateway.tenant.CurrentCaller;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
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

/** The event stream of all jobs of a tenant. */
@Path("/v1/events")
@RunOnVirtualThread
@Tag(name = "jobs")
public class EventsResource {
    private final CurrentCaller caller;
    private final TenantStreams streams;

    EventsResource(CurrentCaller caller, TenantStreams streams) {
        this.caller = caller;
        this.streams = streams;
    }

    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "streamEvents",
            summary = "Stream the events of all jobs of the tenant (server-sent events)",
            description = "The same events as in the stream of one job, except job.progress and job.preview, in the"
                    + " order in which they became known. The stream does not end. A client that"
                    + " reconnects with Last-Event-ID gets the events it missed, up to 10,000 events or"
                    + " one day: stream.gap means that older events were dropped, stream.rebuilt that"
                    + " some events may be repeated. Without Last-Event-ID the stream starts with new"
                    + " events.")
    @APIResponse(
            responseCode = "200",
            description = "The stream",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(
            responseCode = "503",
            description = "view_unavailable or too_many_streams; see Retry-After",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Multi<OutboundSseEvent> stream(@BeanParam LastEventId last, @Context Sse sse) {
        return streams.serve(caller.tenant(), FeedPosition.parse(last.id()).orElse(null), sse);
    }
}
