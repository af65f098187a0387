package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.http.Violation;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A filter for deliveries; an absent criterion matches all.
 *
 * @param state state as in the attempt log
 * @param endpoint endpoint id
 * @param from earliest time of the event, inclusive
 * @param to latest time of the event, exclusive
 */
record DeliveryFilter(
        @Nullable String state,
        @Nullable String endpoint,
        @Nullable Instant from,
        @Nullable Instant to) {
    static final Set<String> STATES = Set.of("waiting", "delivered", "given_up", "dropped");

    /** @throws ProblemException {@code validation_failed}, with all violations */
    static DeliveryFilter parse(
            @Nullable String state, @Nullable String endpoint, @Nullable String from, @Nullable String to) {
        List<Violation> violations = new ArrayList<>();
        if (state != null && !STATES.contains(state)) {
            violations.add(new Violation("?state", "invalid", "must be one of waiting, delivered, given_up, dropped"));
        }
        Instant begin = instant("?from", from, violations);
        Instant end = instant("?to", to, violations);
        if (begin != null && end != null && !begin.isBefore(end)) {
            violations.add(new Violation("?to", "invalid", "must be after 'from'"));
        }
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return new DeliveryFilter(state, endpoint, begin, end);
    }

    static @Nullable Instant instant(String pointer, @Nullable String text, List<Violation> violations) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            violations.add(new Violation(pointer, "invalid", "must be an instant such as 2026-01-31T12:00:00Z"));
            return null;
        }
    }

    boolean matches(Delivery delivery, String itsState) {
        return (state == null || state.equals(itsState)) && matches(delivery);
    }

    /** Whether the delivery matches, regardless of its state. */
    boolean matches(Delivery delivery) {
        Instant at = delivery.createdAt();
        return (endpoint == null || endpoint.equals(delivery.endpoint()))
                && (from == null || !at.isBefore(from))
                && (to == null || at.isBefore(to));
    }
}
