package io.darkroom.platform.telemetry.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Spans through the API of OpenTelemetry; what becomes of them is the SDK's business. */
public final class OtelTraces implements Traces {
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

    public OtelTraces(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("io.darkroom");
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // the span closes it
    public Span begin(Start start) {
        Context parent = parent(start);
        io.opentelemetry.api.trace.Span span = builder(start, parent).startSpan();
        return new Begun(this, span, parent.with(span).makeCurrent());
    }

    @Override
    public void past(Start start, Map<String, String> facts, Instant from, Instant to) {
        SpanBuilder builder = builder(start, parent(start)).setStartTimestamp(from);
        facts.forEach(builder::setAttribute);
        // Two machines' clocks: nothing ends before it begins.
        builder.startSpan().end(to.isBefore(from) ? from : to);
    }

    private Context parent(Start start) {
        return start.under() == null ? Context.current() : context(start.under());
    }

    private SpanBuilder builder(Start start, Context parent) {
        return tracer.spanBuilder(start.name())
                .setParent(parent)
                .setSpanKind(SpanKind.valueOf(start.kind().name()));
    }

    private Context context(Map<String, String> carried) {
        return propagator.extract(Context.root(), carried, GETTER);
    }

    @Override
    public Map<String, String> carried() {
        Map<String, String> headers = new HashMap<>();
        propagator.inject(Context.current(), headers, (into, name, value) -> {
            if (into != null && HEADERS.contains(name)) {
                into.put(name, value);
            }
        });
        return headers;
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // whoever goes on closes it
    public Going on(Map<String, String> carried) {
        if (carried.isEmpty()) {
            return () -> {};
        }
        Scope scope = context(carried).makeCurrent();
        return scope::close;
    }

    private static final class Begun implements Span {
        private final OtelTraces traces;
        private final io.opentelemetry.api.trace.Span span;
        private final Scope scope;

        Begun(OtelTraces traces, io.opentelemetry.api.trace.Span span, Scope scope) {
            this.traces = traces;
            this.span = span;
            this.scope = scope;
        }

        @Override
        public Span with(String name, String value) {
            span.setAttribute(name, value);
            return this;
        }

        @Override
        public Span with(String name, long value) {
            span.setAttribute(name, value);
            return this;
        }

        @Override
        public void after(String traceparent) {
            SpanContext earlier = io.opentelemetry.api.trace.Span.fromContext(
                            traces.context(Map.of("traceparent", traceparent)))
                    .getSpanContext();
            if (earlier.isValid()) {
                span.addLink(earlier);
            }
        }

        @Override
        public void failed(@Nullable String why) {
            span.setStatus(StatusCode.ERROR, why == null ? "" : why);
        }

        @Override
        public String traceId() {
            SpanContext context = span.getSpanContext();
            return context.isValid() ? context.getTraceId() : "";
        }

        @Override
        public void close() {
            scope.close();
            span.end();
        }
    }
}
