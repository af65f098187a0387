package io.darkroom.gateway.http;

import io.darkroom.platform.telemetry.log.LogFields;
import jakarta.enterprise.context.RequestScoped;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Ids of the current HTTP call, for response headers and log fields. */
@RequestScoped
public class Exchange {
    private String requestId = "req_unknown";
    private @Nullable String jobId;

    public String requestId() {
        return requestId;
    }

    void requestId(String value) {
        requestId = value;
        MDC.put(LogFields.REQUEST, value);
    }

    public @Nullable String jobId() {
        return jobId;
    }

    /** Sets the job of this call, returned as {@code X-Job-Id}. Only for a job that the caller may see. */
    public void jobId(String value) {
        jobId = value;
        MDC.put(LogFields.JOB, value);
    }
}
