package io.darkroom.platform.telemetry.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.context.Scope;

/** A span of OpenTelemetry that is current on the thread that started it, until that thread closes it. */
public final class ActiveSpan implements AutoCloseable {
    /** Records nothing. */
    public static final ActiveSpan NONE = new ActiveSpan(Span.getInvalid(), Scope.noop());

    private final Span span;
    private final Scope scope;

    private ActiveSpan(Span span, Scope scope) {
        this.span = span;
        this.scope = scope;
    }

    @SuppressWarnings("MustBeClosedChecker") // closed with the span
    public static ActiveSpan start(SpanBuilder builder) {
        Span span = builder.startSpan();
        return new ActiveSpan(span, span.makeCurrent());
    }

    /** For attributes, links and status. */
    public Span span() {
        return span;
    }

    @Override
    public void close() {
        scope.close();
        span.end();
    }
}
