package io.darkroom.gateway.observe;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Id of the last event that the client received; the stream resumes after it. */
public final class LastEventId {
    @Parameter(description = "Id of the last event that the client received; the stream resumes after it")
    @HeaderParam("Last-Event-ID")
    @Nullable
    String header;

    @Parameter(description = "Alternative to Last-Event-ID for clients that cannot set headers")
    @QueryParam("last_event_id")
    @Nullable
    String query;

    /** The id as sent by the client; null: the client has received no event. */
    @Nullable
    String id() {
        return header == null ? query : header;
    }
}
