package io.darkroom.gateway.observe;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.JobState;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.http.Violation;
import io.darkroom.gateway.view.RedisJobIndex.Place;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Criteria of a page of jobs.
 *
 * @param state null: all states
 * @param kind null: all kinds
 * @param createdAfter null: no lower bound
 * @param limit maximum number of jobs on the page
 * @param from where the previous page ended; null: the first page
 */
record JobQuery(
        @Nullable JobState state,
        @Nullable JobKind kind,
        @Nullable Instant createdAfter,
        int limit,
        @Nullable Place from) {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;

    /** @throws ProblemException {@code validation_failed} with all violations */
    static JobQuery parse(
            @Nullable String state,
            @Nullable String kind,
            @Nullable String createdAfter,
            @Nullable String limit,
            @Nullable String cursor) {
        List<Violation> violations = new ArrayList<>();
        JobState wantedState =
                read("state", state, violations, JobState::decode, names(JobState.values(), JobState::wireName));
        JobKind wantedKind = read(
                "kind",
                kind,
                violations,
                name -> JobKind.find(name).orElseThrow(IllegalArgumentException::new),
                names(JobKind.values(), JobKind::wireName));
        Instant after = read(
                "created_after",
                createdAfter,
                violations,
                JobQuery::instant,
                "an instant such as 2026-01-31T12:00:00Z");
        Integer most = read("limit", limit, violations, JobQuery::limit, "a number from 1 to " + MAX_LIMIT);
        Place from = read("cursor", cursor, violations, JobQuery::decode, "the next_cursor of the previous page");
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return new JobQuery(wantedState, wantedKind, after, most == null ? DEFAULT_LIMIT : most, from);
    }

    private static <T> @Nullable T read(
            String name,
            @Nullable String text,
            List<Violation> violations,
            Function<String, T> parse,
            String expected) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            violations.add(new Violation("?" + name, "invalid", "'" + name + "' must be " + expected));
            return null;
        }
    }

    private static <E> String names(E[] values, Function<E, String> name) {
        return "one of " + Arrays.stream(values).map(name).collect(Collectors.joining(", "));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static int limit(String text) {
        int value = Integer.parseInt(text);
        if (value < 1 || value > MAX_LIMIT) {
            throw new IllegalArgumentException(text);
        }
        return value;
    }

    static String encode(Place place) {
        String plain = place.createdAt() + "/" + place.id().value();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }

    private static Place decode(String cursor) {
        String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
        int slash = plain.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("malformed cursor");
        }
        return new Place(new JobId(plain.substring(slash + 1)), Long.parseLong(plain.substring(0, slash)));
    }
}
