package io.darkroom.gateway.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.callback.WebhookEndpoint;
import io.darkroom.contracts.job.WebhookTarget;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.http.Violation;
import io.darkroom.gateway.outbound.Outbound;
import io.darkroom.gateway.outbound.OutboundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body that creates or changes an endpoint; when changing, absent fields keep their value.
 *
 * @param events default: {@code job.completed}
 */
record EndpointRequest(
        String url, List<String> events, @Nullable String description) {
    private static final Set<String> FIELDS = Set.of("url", "events", "description");
    private static final int MAX_DESCRIPTION = 256;

    /** @throws ProblemException {@code validation_failed}, with all violations */
    static EndpointRequest read(JsonNode body, @Nullable WebhookEndpoint before, Outbound outbound) {
        List<Violation> violations = new ArrayList<>();
        if (!body.isObject()) {
            throw ProblemException.invalid(List.of(new Violation("", "type", "must be an object")));
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                violations.add(new Violation("/" + name, "unknown_field", "known fields are url, events, description"));
            }
        });
        String known = before == null ? null : before.url();
        String url = known != null && !body.has("url") ? known : url(body.path("url"), outbound, violations);
        List<String> events =
                before != null && !body.has("events") ? before.events() : events(body.path("events"), violations);
        JsonNode description = body.path("description");
        boolean described = description.isTextual() && description.textValue().length() <= MAX_DESCRIPTION;
        if (!described && !description.isMissingNode() && !description.isNull()) {
            violations.add(new Violation(
                    "/description", "type", "must be a string of at most " + MAX_DESCRIPTION + " characters"));
        }
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        String kept = before != null && description.isMissingNode() ? before.description() : null;
        return new EndpointRequest(url, events, described ? description.textValue() : kept);
    }

    private static String url(JsonNode node, Outbound outbound, List<Violation> violations) {
        if (!node.isTextual()) {
            violations.add(new Violation("/url", "required", "must be the https URL of the receiver"));
            return "";
        }
        try {
            outbound.check(Outbound.uri(node.textValue()));
        } catch (OutboundException e) {
            violations.add(new Violation("/url", "url_refused", String.valueOf(e.getMessage())));
        }
        return node.textValue();
    }

    private static List<String> events(JsonNode node, List<Violation> violations) {
        if (node.isMissingNode() || node.isNull()) {
            return WebhookTarget.DEFAULT_EVENTS;
        }
        List<String> events = new ArrayList<>();
        if (!node.isArray() || node.isEmpty()) {
            violations.add(new Violation(
                    "/events", "type", "must be a non-empty list of values from " + WebhookEndpoint.EVENTS));
            return events;
        }
        for (int i = 0; i < node.size(); i++) {
            String event = node.get(i).asText();
            if (!WebhookEndpoint.EVENTS.contains(event)) {
                violations.add(
                        new Violation("/events/" + i, "unknown_value", "must be one of " + WebhookEndpoint.EVENTS));
            } else if (!events.contains(event)) {
                events.add(event);
            }
        }
        return events;
    }
}
