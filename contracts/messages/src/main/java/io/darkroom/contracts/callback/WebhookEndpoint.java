package io.darkroom.contracts.callback;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A receiver that a tenant registered, or, without URL, the tenant's default secret; in {@code
 * darkroom.webhook-endpoints} (compacted, keyed by id). Gateways with a key seal the secrets before they write them.
 *
 * @param id {@code we_…}; {@code wd_…} for a default secret
 * @param url null: the default secret, used for the targets that jobs name themselves
 * @param events event types that are sent, a subset of {@link #EVENTS}
 * @param description free text of the tenant; null: none
 * @param secrets newest first; more than one while an old secret is still valid
 * @param disabledAt since when nothing is sent to it; null: enabled
 * @param disabledReason {@link #GONE}, {@link #FAILING} or {@link #BY_HAND}; null: enabled, or written by an older
 *     version
 */
public record WebhookEndpoint(
        int schema,
        String id,
        String tenant,
        @Nullable String url,
        List<String> events,
        @Nullable String description,
        List<LiveSecret> secrets,
        Instant createdAt,
        @Nullable Instant disabledAt,
        @Nullable String disabledReason) {
    public static final int SCHEMA = 1;

    /**
     * Sent to the tenant's other endpoints when an endpoint was disabled because it answered 410 or failed for too
     * long.
     */
    public static final String DISABLED_EVENT = "endpoint.disabled";

    /** Event types an endpoint can subscribe to; {@code job.completed} covers every terminal state. */
    public static final List<String> EVENTS = List.of("job.started", "job.completed", DISABLED_EVENT);

    /** The endpoint answered 410. */
    public static final String GONE = "gone";

    /** Every try failed for longer than the configured limit. */
    public static final String FAILING = "failing";

    /** The tenant disabled it. */
    public static final String BY_HAND = "by_hand";

    public WebhookEndpoint {
        events = List.copyOf(events);
        secrets = List.copyOf(secrets);
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("endpoint " + id + " has no secret");
        }
    }

    public WebhookEndpoint withSecrets(List<LiveSecret> live) {
        return new WebhookEndpoint(
                schema, id, tenant, url, events, description, live, createdAt, disabledAt, disabledReason);
    }

    public WebhookEndpoint disabled(Instant at, String reason) {
        return new WebhookEndpoint(schema, id, tenant, url, events, description, secrets, createdAt, at, reason);
    }

    public WebhookEndpoint enabled() {
        return new WebhookEndpoint(schema, id, tenant, url, events, description, secrets, createdAt, null, null);
    }

    /** The endpoint with a new URL, event filter and description; id and secrets stay the same. */
    public WebhookEndpoint changed(String newUrl, List<String> newEvents, @Nullable String newDescription) {
        return new WebhookEndpoint(
                schema, id, tenant, newUrl, newEvents, newDescription, secrets, createdAt, disabledAt, disabledReason);
    }

    /**
     * A signing secret.
     *
     * @param secret {@code whsec_} and base64 of 24 to 64 bytes; in the log encrypted, as {@code sealed:<key
     *     id>:<base64>}
     * @param expiresAt when it stops signing; null: valid until replaced
     */
    public record LiveSecret(String secret, @Nullable Instant expiresAt) {
        public boolean liveAt(Instant now) {
            return expiresAt == null || now.isBefore(expiresAt);
        }

        @Override
        public String toString() {
            return "LiveSecret[whsec_…]";
        }
    }
}
