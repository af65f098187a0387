package io.darkroom.gateway.platform;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** What every response of the HTTP call at hand carries in its headers. */
@RequestScoped
public class Exchange {
    private String requestId = "req_unknown";
    private @Nullable String jobId;

    public String requestId() {
        return requestId;
    }

    void requestId(String value) {
        requestId = value;
    }

    public @Nullable String jobId() {
        return jobId;
    }

    /** The call is about this job: its id goes out as {@code X-Job-Id}. Only for a job that the caller may see. */
    public void jobId(String value) {
        jobId = value;
    }
}
