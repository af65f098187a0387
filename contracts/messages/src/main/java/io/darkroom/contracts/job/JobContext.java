package io.darkroom.contracts.job;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of the request that {@code started} and {@code finished} events repeat, so that webhooks can be sent from
 * the events alone, without Redis or the job's record.
 *
 * @param webhook the job's own target; null: only the tenant's endpoints are called
 * @param metadata metadata that the client attached to the job
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
