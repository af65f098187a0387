package io.darkroom.platform.telemetry.trace;

import org.jspecify.annotations.Nullable;

/** One piece of a job's way, from {@link Traces#begin} to {@link #close} on the same thread. */
public interface Span extends AutoCloseable {
    Span NONE = new Span() {
        @Override
        public Span with(String name, String value) {
            return this;
        }

        @Override
        public Span with(String name, long value) {
            return this;
        }

        @Override
        public void after(String traceparent) {}

        @Override
        public void failed(@Nullable String why) {}

        @Override
        public String traceId() {
            return "";
        }

        @Override
        public void close() {}
    };

    /** Adds a fact. Names are in {@link Facts}. */
    Span with(String name, String value);

    Span with(String name, long value);

    /** Links it to an earlier attempt at the same thing. */
    void after(String traceparent);

    /** It did not do what it was for. */
    void failed(@Nullable String why);

    /** Id of its trace, 32 hexadecimal digits; empty if it is not traced. */
    String traceId();

    @Override
    void close();
}
