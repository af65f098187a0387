package io.darkroom.platform.telemetry.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's tracer, and how a trace travels in headers of records and calls. */
public final class Tracing {
    /** Headers that carry a trace, as in the W3C recommendation Trace Context. */
    public static final List<String> HEADERS = List.of("traceparent", "tracestate");

    /** Records nothing; no record gets a header. */
    public static final Tracing OFF = new Tracing(OpenTelemetry.noop());

    private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    private final Tracer tracer;
    private final TextMapPropagator propagator;

    public Tracing(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("io.darkroom");
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    /** A span to be started, a child of the calling thread's unless it is given a parent. The name has no ids in it. */
    public SpanBuilder span(String name) {
        return tracer.spanBuilder(name);
    }

    /** Headers by which another process continues the calling thread's trace; empty if there is none. */
    public Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        propagator.inject(Context.current(), headers, (into, name, value) -> {
            if (into != null && HEADERS.contains(name)) {
                into.put(name, value);
            }
        });
        return headers;
    }

    /** The context that headers carry, to be a span's parent or to be made current. */
    public Context context(Map<String, String> headers) {
        return propagator.extract(Context.root(), headers, GETTER);
    }

    /** The span that a {@code traceparent} names, to link to; invalid if it names none. */
    public SpanContext spanContext(String traceparent) {
        return Span.fromContext(context(Map.of("traceparent", traceparent))).getSpanContext();
    }
}
