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

/** The stream of all of a tenant's jobs. */
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
            summary = "What happens to all of the tenant's jobs, live (server-sent events)",
            description =
                    "Events as in the stream of one job, without job.progress and job.preview, in the order in which"
                            + " they became known. It never ends. A client that reconnects with Last-Event-ID gets what it missed, up"
                            + " to 10,000 events or a day: stream.gap says that there was more, stream.rebuilt that some may come a"
                            + " second time. Without it the stream begins now.")
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
