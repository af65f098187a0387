package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job as stored in Kafka, in {@code darkroom.jobs.<lane>.<cell>}, keyed by its id.
 *
 * @param schema version of this message, 1
 * @param model id of the model that runs it
 * @param workSeconds predicted device seconds, for quotas and scaling
 * @param previews previews per item, 0 for none
 * @param expiresAt if the job has not started by then, it ends as {@code expired}; null: never
 * @param verifies the earlier job whose results are compared with this one's; null for an ordinary job
 * @param requestId request id of the HTTP call that submitted it, for logs
 */
public record JobRequest(
        int schema,
        JobId id,
        String tenant,
        String model,
        Lane lane,
        Priority priority,
        JobInput input,
        double workSeconds,
        int previews,
        @Nullable WebhookTarget webhook,
        Map<String, String> metadata,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Verification verifies,
        @Nullable String requestId) {

    public static final int SCHEMA = 1;

    public JobRequest {
        metadata = Map.copyOf(metadata);
    }

    @JsonIgnore
    public JobKind kind() {
        return input.kind();
    }

    /** The same job with a deadline. */
    public JobRequest expiringAt(Instant deadline) {
        return new JobRequest(
                schema,
                id,
                tenant,
                model,
                lane,
                priority,
                input,
                workSeconds,
                previews,
                webhook,
                metadata,
                createdAt,
                deadline,
                verifies,
                requestId);
    }

    public boolean expiredAt(Instant now) {
        return expiresAt != null && now.isAfter(expiresAt);
    }
}
