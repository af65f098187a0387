package io.darkroom.contracts.callback;

import io.darkroom.contracts.job.JobId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one receiver, in {@code darkroom.deliveries} and its delay topics, keyed by its id. Each step
 * changes only the counters and times; id and body stay the same through all tries and replays.
 *
 * @param id the {@code webhook-id}: derived from event and receiver, so a repeated event does not create a second
 *     delivery
 * @param jobId null if the delivery is not about a job
 * @param type one of {@code WebhookEndpoint#EVENTS}
 * @param endpoint id of the tenant's endpoint; null: the job's own target, signed with the tenant's default secret
 * @param url URL of the job's own target; null: the current URL of the endpoint
 * @param body the exact bytes of each try, UTF-8
 * @param tries tries made since the last replay
 * @param deferrals how often it was deferred without a try because its receiver was busy
 * @param replays how often it was replayed on request
 * @param dueAt in a delay topic: when it returns to {@code darkroom.deliveries}; null otherwise
 * @param notBefore earliest time of the next try as the receiver's {@code Retry-After} requested; null if it requested
 *     none
 */
public record Delivery(
        int schema,
        String id,
        String tenant,
        @Nullable JobId jobId,
        String type,
        @Nullable String endpoint,
        @Nullable String url,
        String body,
        int tries,
        int deferrals,
        int replays,
        Instant createdAt,
        @Nullable Instant dueAt,
        @Nullable Instant notBefore) {
    public static final int SCHEMA = 1;

    /** Key of the per-receiver limits: the endpoint's id, or tenant and URL of a job's own target. */
    public String receiver() {
        return endpoint != null ? endpoint : tenant + " " + url;
    }

    /** The delivery after a failed try. */
    public Delivery tried(@Nullable Instant notBeforeRequested) {
        return with(tries + 1, 0, replays, null, notBeforeRequested);
    }

    /** The delivery after it was deferred without a try. */
    public Delivery deferred() {
        return with(tries, deferrals + 1, replays, null, notBefore);
    }

    /** The delivery as written to a delay topic. */
    public Delivery waitingUntil(Instant due) {
        return with(tries, deferrals, replays, due, notBefore);
    }

    /** The delivery as it returns from a delay topic. */
    public Delivery due() {
        return with(tries, deferrals, replays, null, notBefore);
    }

    /** The delivery with its schedule restarted; id and body stay the same. */
    public Delivery replayed() {
        return with(0, 0, replays + 1, null, null);
    }

    private Delivery with(
            int newTries, int newDeferrals, int newReplays, @Nullable Instant due, @Nullable Instant earliest) {
        return new Delivery(
                schema,
                id,
                tenant,
                jobId,
                type,
                endpoint,
                url,
                body,
                newTries,
                newDeferrals,
                newReplays,
                createdAt,
                due,
                earliest);
    }
}
