package io.darkroom.contracts.job;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code started} and {@code finished} events repeat of the request, so that the events alone are enough to call
 * back: neither Redis nor the job's own record is needed for it.
 *
 * @param webhook the job's own target; null: only the tenant's endpoints are called
 * @param metadata the client's own words about the job
 */
public record JobContext(
        JobKind kind, String model, @Nullable WebhookTarget webhook, Map<String, String> metadata) {

    public JobContext {
        metadata = Map.copyOf(metadata);
    }

    public static JobContext of(JobRequest request) {
        return new JobContext(request.kind(), request.model(), request.webhook(), request.metadata());
    }
}
