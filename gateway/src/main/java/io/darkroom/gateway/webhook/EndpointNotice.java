package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.callback.WebhookEndpoint;
import io.darkroom.contracts.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The notice to a tenant's other endpoints that one of them was disabled.
 *
 * @param type {@code endpoint.disabled}
 */
public record EndpointNotice(String type, Instant timestamp, Data data) {
    /**
     * @param id id of the disabled endpoint
     * @param reason {@code gone} or {@code failing}
     */
    public record Data(String id, @Nullable String url, String reason, Instant disabledAt, Links links) {}

    public record Links(String self) {}

    /** One delivery for each other enabled endpoint that subscribed to it. */
    static List<Delivery> of(WebhookEndpoint disabled, Instant at, String reason, Endpoints endpoints) {
        Links links = new Links("/v1/webhooks/endpoints/" + disabled.id());
        Data data = new Data(disabled.id(), disabled.url(), reason, at, links);
        EndpointNotice notice = new EndpointNotice(WebhookEndpoint.DISABLED_EVENT, at, data);
        String body = new String(Json.encode(notice), StandardCharsets.UTF_8);
        return endpoints.of(disabled.tenant()).stream()
                .filter(other -> !other.id().equals(disabled.id())
                        && other.disabledAt() == null
                        && other.events().contains(WebhookEndpoint.DISABLED_EVENT))
                .map(other -> delivery(disabled, other, at, body))
                .toList();
    }

    private static Delivery delivery(WebhookEndpoint disabled, WebhookEndpoint other, Instant at, String body) {
        String type = WebhookEndpoint.DISABLED_EVENT;
        return new Delivery(
                Delivery.SCHEMA,
                MessageId.of(disabled.id(), at.toString(), type, other.id()),
                other.tenant(),
                null,
                type,
                other.id(),
                null,
                body,
                0,
                0,
                0,
                at,
                null,
                null);
    }
}
