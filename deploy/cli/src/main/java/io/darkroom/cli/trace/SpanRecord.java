package io.darkroom.cli.trace;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span as it is kept.
 *
 * @param parent span id; empty: none
 * @param service that made it, e.g. {@code darkroom-worker}
 * @param start nanoseconds since 1970
 * @param links {@code trace id/span id} of what it follows from
 * @param error why it failed; null: it did not
 */
public record SpanRecord(
        String trace,
        String id,
        String parent,
        String name,
        String kind,
        String service,
        long start,
        long end,
        Map<String, String> facts,
        List<String> links,
        @Nullable String error) {
    public SpanRecord {
        facts = Map.copyOf(facts);
        links = List.copyOf(links);
    }

    public Duration took() {
        return Duration.ofNanos(end - start);
    }

    /** A fact; empty if it was not told. */
    public String fact(String name) {
        return facts.getOrDefault(name, "");
    }
}
