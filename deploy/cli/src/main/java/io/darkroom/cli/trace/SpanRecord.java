package io.darkroom.cli.trace;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span as the local collector keeps it.
 *
 * @param links {@code trace id/span id} of what it follows from
 * @param error why it failed; null: it did not
 */
public record SpanRecord(
        Ids ids,
        Origin origin,
        String name,
        Period period,
        Map<String, String> attributes,
        List<String> links,
        @Nullable String error) {
    public SpanRecord {
        attributes = Map.copyOf(attributes);
        links = List.copyOf(links);
    }

    /**
     * Its place in a trace, in hexadecimal digits.
     *
     * @param parent span id; empty: none
     */
    public record Ids(String trace, String span, String parent) {}

    /**
     * What made it.
     *
     * @param service e.g. {@code darkroom-worker}
     * @param kind as OpenTelemetry names it, e.g. {@code server}
     */
    public record Origin(String service, String kind) {}

    /** Nanoseconds since 1970. */
    public record Period(long start, long end) {}

    public String trace() {
        return ids.trace();
    }

    public String id() {
        return ids.span();
    }

    public String parent() {
        return ids.parent();
    }

    public String service() {
        return origin.service();
    }

    public String kind() {
        return origin.kind();
    }

    public long start() {
        return period.start();
    }

    public long end() {
        return period.end();
    }

    public Duration took() {
        return Duration.ofNanos(end() - start());
    }

    /** An attribute; empty if the span has none of this name. */
    public String attribute(String key) {
        return attributes.getOrDefault(key, "");
    }
}
