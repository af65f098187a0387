package io.darkroom.gateway.http;

import io.darkroom.platform.telemetry.log.LogFields;
import jakarta.enterprise.context.RequestScoped;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** What every response of the HTTP call at hand carries in its headers, and every log line of it in its fields. */
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

    /** The call is about this job: its id goes out as {@code X-Job-Id}. Only for a job that the caller may see. */
    public void jobId(String value) {
        jobId = value;
        MDC.put(LogFields.JOB, value);
    }
}
