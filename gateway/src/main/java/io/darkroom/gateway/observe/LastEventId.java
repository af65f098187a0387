package io.darkroom.gateway.observe;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Where a reader of a stream stopped, so that it gets what came after. */
public final class LastEventId {
    @Parameter(description = "Id of the last event that was seen; what came after it is sent")
    @HeaderParam("Last-Event-ID")
    @Nullable
    String header;

    @Parameter(description = "The same, for clients that cannot set headers")
    @QueryParam("last_event_id")
    @Nullable
    String query;

    /** The event's id as the client gave it; null: it has seen none. */
    @Nullable
    String id() {
        return header == null ? query : header;
    }
}
