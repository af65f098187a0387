package io.darkroom.contracts.callback;

import io.darkroom.contracts.job.JobId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one receiver, in {@code darkroom.deliveries} and its delay topics, keyed by its id. Whoever
 * handles it passes it on changed in its counters only: id and body stay the same through all tries and replays.
 *
 * @param id the {@code webhook-id}: named by event and receiver, so that a repeated event makes no second one
 * @param jobId null: it tells of no job
 * @param type one of {@code WebhookEndpoint#EVENTS}
 * @param endpoint id of the tenant's endpoint; null: the job's own target, signed with the tenant's default secret
 * @param url where the job's own target is; null: wherever the endpoint is by now
 * @param body the exact bytes of each try, UTF-8
 * @param tries tries made since the last replay
 * @param deferrals how often it was put off without a try, because its receiver was busy
 * @param replays how often it was sent again by hand
 * @param dueAt in a delay topic: when it goes back to the deliveries; null outside
 * @param notBefore what the receiver asked for by {@code Retry-After}; null: nothing
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

    /** What bounds work for one receiver: its endpoint, or its URL where it has none. */
    public String receiver() {
        return endpoint != null ? endpoint : tenant + " " + url;
    }

    /** After a try that failed. */
    public Delivery tried(@Nullable Instant askedFor) {
        return with(tries + 1, 0, replays, null, askedFor);
    }

    /** Put off without a try. */
    public Delivery deferred() {
        return with(tries, deferrals + 1, replays, null, notBefore);
    }

    /** Into a delay topic. */
    public Delivery waitingUntil(Instant due) {
        return with(tries, deferrals, replays, due, notBefore);
    }

    /** Out of a delay topic. */
    public Delivery due() {
        return with(tries, deferrals, replays, null, notBefore);
    }

    /** From the start again, the same id and bytes. */
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
