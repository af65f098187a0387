package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.WebhookEndpoint;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The endpoints of all tenants, as in the log. */
final class Endpoints {
    private final Map<String, WebhookEndpoint> byId = new ConcurrentHashMap<>();

    void put(WebhookEndpoint endpoint) {
        byId.put(endpoint.id(), endpoint);
    }

    void remove(String id) {
        byId.remove(id);
    }

    Optional<WebhookEndpoint> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<WebhookEndpoint> find(String tenant, String id) {
        return Optional.ofNullable(byId.get(id))
                .filter(endpoint -> endpoint.tenant().equals(tenant));
    }

    /** The tenant's endpoints, oldest first, without its default secret. */
    List<WebhookEndpoint> of(String tenant) {
        return byId.values().stream()
                .filter(endpoint -> endpoint.tenant().equals(tenant) && endpoint.url() != null)
                .sorted(Comparator.comparing(WebhookEndpoint::createdAt).thenComparing(WebhookEndpoint::id))
                .toList();
    }

    /** The tenant's default secret. If two gateways created one at the same time, all gateways use the older one. */
    Optional<WebhookEndpoint> defaultOf(String tenant) {
        return byId.values().stream()
                .filter(endpoint -> endpoint.tenant().equals(tenant) && endpoint.url() == null)
                .min(Comparator.comparing(WebhookEndpoint::createdAt).thenComparing(WebhookEndpoint::id));
    }
}
