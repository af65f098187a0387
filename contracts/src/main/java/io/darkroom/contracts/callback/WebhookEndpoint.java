package io.darkroom.contracts.callback;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A receiver that a tenant registered, or, without URL, the tenant's default secret; in
 * {@code darkroom.webhook-endpoints} (compacted, keyed by id). The secrets lie here in plain text: signing needs them.
 *
 * @param id {@code we_…}; {@code wd_…} for a default secret
 * @param url null: the default secret, used for the targets that jobs name themselves
 * @param events which are sent, see {@code WebhookTarget#EVENTS}
 * @param description the tenant's own words; null: none
 * @param secrets newest first; more than one while an old one is still in force
 * @param disabledAt when it answered 410; null: in force
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
        @Nullable Instant disabledAt) {
    public static final int SCHEMA = 1;

    public WebhookEndpoint {
        events = List.copyOf(events);
        secrets = List.copyOf(secrets);
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("endpoint " + id + " has no secret");
        }
    }

    public WebhookEndpoint withSecrets(List<LiveSecret> live) {
        return new WebhookEndpoint(schema, id, tenant, url, events, description, live, createdAt, disabledAt);
    }

    public WebhookEndpoint disabled(Instant at) {
        return new WebhookEndpoint(schema, id, tenant, url, events, description, secrets, createdAt, at);
    }

    /**
     * A signing secret.
     *
     * @param secret {@code whsec_} and base64 of 24 to 64 bytes
     * @param expiresAt when it stops signing; null: in force until replaced
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
