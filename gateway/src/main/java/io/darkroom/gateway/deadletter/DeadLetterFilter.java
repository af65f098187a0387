package io.darkroom.gateway.deadletter;

import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.http.Violation;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A filter for dead letters; an absent criterion matches all. */
record DeadLetterFilter(
        @Nullable String tenant,
        @Nullable FailureCode code,
        @Nullable String model,
        @Nullable String worker,
        @Nullable Instant from,
        @Nullable Instant to) {
    static final List<String> FIELDS = List.of("tenant", "code", "model", "worker", "from", "to");

    /**
     * @param read returns the text of a field, or null
     * @param place maps a field to its pointer in violations
     * @throws ProblemException {@code validation_failed}
     */
    static DeadLetterFilter parse(Source read, UnaryOperator<String> place) {
        List<Violation> violations = new ArrayList<>();
        DeadLetterFilter filter = new DeadLetterFilter(
                read.text("tenant"),
                code(place.apply("code"), read.text("code"), violations),
                read.text("model"),
                read.text("worker"),
                instant(place.apply("from"), read.text("from"), violations),
                instant(place.apply("to"), read.text("to"), violations));
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return filter;
    }

    /** Source of the filter's fields. */
    interface Source {
        @Nullable
        String text(String field);
    }

    private static @Nullable FailureCode code(String place, @Nullable String text, List<Violation> violations) {
        FailureCode found = text == null ? null : FailureCode.find(text).orElse(null);
        if (text != null && found == null) {
            String known = Arrays.stream(FailureCode.values())
                    .map(FailureCode::wireName)
                    .collect(Collectors.joining(", "));
            violations.add(new Violation(place, "invalid", "must be one of " + known));
        }
        return found;
    }

    private static @Nullable Instant instant(String place, @Nullable String text, List<Violation> violations) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            violations.add(new Violation(place, "invalid", "must be an instant such as 2026-01-31T12:00:00Z"));
            return null;
        }
    }

    boolean isEmpty() {
        return tenant == null && code == null && model == null && worker == null && from == null && to == null;
    }

    boolean matches(DeadLetterRecord letter) {
        DeadLetter it = letter.content();
        return (tenant == null || tenant.equals(it.tenant()))
                && (code == null || code == it.code())
                && (worker == null || worker.equals(it.worker()))
                && (from == null || !it.at().isBefore(from))
                && (to == null || it.at().isBefore(to))
                && (model == null
                        || letter.request()
                                .map(JobRequest::model)
                                .filter(model::equals)
                                .isPresent());
    }
}
