package io.darkroom.platform.telemetry.trace;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes spans. What this thread does now is the parent of what it begins, and is carried by what it writes. */
public interface Traces {
    /** Headers that carry a trace, as in the W3C recommendation Trace Context. */
    List<String> HEADERS = List.of("traceparent", "tracestate");

    /** Makes nothing. */
    Traces OFF = new Traces() {
        @Override
        public Span begin(Start start) {
            return Span.NONE;
        }

        @Override
        public void past(Start start, Map<String, String> facts, Instant from, Instant to) {}

        @Override
        public Map<String, String> carried() {
            return Map.of();
        }

        @Override
        public Going on(Map<String, String> carried) {
            return () -> {};
        }
    };

    /** What a span stands for, in OpenTelemetry's words. */
    enum Kind {
        INTERNAL,
        CLIENT,
        PRODUCER,
        CONSUMER
    }

    /**
     * A span to be.
     *
     * @param name of few: no ids in it
     * @param under what a record or call carried; null: what this thread does now
     */
    record Start(String name, Kind kind, @Nullable Map<String, String> under) {
        public static Start of(String name) {
            return new Start(name, Kind.INTERNAL, null);
        }

        public static Start of(String name, Kind kind) {
            return new Start(name, kind, null);
        }

        public Start under(Map<String, String> carried) {
            return new Start(name, kind, carried);
        }
    }

    /** Begins a span, which this thread is in until it closes it. */
    Span begin(Start start);

    /** Tells of something that is over, e.g. a wait. */
    void past(Start start, Map<String, String> facts, Instant from, Instant to);

    /** Headers by which others go on from here; empty if there is nothing to go on from. */
    Map<String, String> carried();

    /** Goes on from there on this thread until closed, without a span of its own. */
    Going on(Map<String, String> carried);

    /** See {@link #on}. */
    interface Going extends AutoCloseable {
        @Override
        void close();
    }
}
