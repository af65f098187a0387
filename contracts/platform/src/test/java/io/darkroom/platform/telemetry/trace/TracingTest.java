package io.darkroom.platform.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TracingTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Map<String, String> CLIENT = Map.of("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");

    private final List<SpanData> ended = new CopyOnWriteArrayList<>();
    private final Tracing traces = new Tracing(OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(new Kept()))
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build());

    @Test
    void whatIsCarriedMakesTheNextProcessGoOn() {
        Map<String, String> record;
        try (ActiveSpan publish = ActiveSpan.start(
                traces.span("publish").setSpanKind(SpanKind.PRODUCER).setParent(traces.context(CLIENT)))) {
            assertThat(publish.span().getSpanContext().getTraceId()).isEqualTo(TRACE);
            record = traces.headers();
        }
        assertThat(record).containsOnlyKeys("traceparent");
        try (ActiveSpan _ = ActiveSpan.start(
                        traces.span("attempt").setSpanKind(SpanKind.CONSUMER).setParent(traces.context(record)));
                ActiveSpan _ = ActiveSpan.start(traces.span("denoise"))) {
            assertThat(traces.headers().get("traceparent")).contains(TRACE);
        }
        SpanData publish = named("publish");
        assertThat(publish.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(named("attempt").getParentSpanId()).isEqualTo(publish.getSpanId());
        assertThat(named("denoise").getParentSpanId())
                .isEqualTo(named("attempt").getSpanId());
        assertThat(ended).extracting(SpanData::getTraceId).containsOnly(TRACE);
        assertThat(traces.headers())
                .as("after the last span nothing is carried")
                .isEmpty();
    }

    @Test
    void namesTheSpanOfATraceparentAndNoneForNonsense() {
        assertThat(traces.spanContext(CLIENT.getOrDefault("traceparent", "")).getSpanId())
                .isEqualTo("00f067aa0ba902b7");
        assertThat(traces.spanContext("nonsense").isValid()).isFalse();
    }

    @Test
    void continuesATraceWithoutASpanOfItsOwn() {
        try (Scope _ = traces.context(CLIENT).makeCurrent();
                ActiveSpan _ = ActiveSpan.start(traces.span("webhook").setSpanKind(SpanKind.CLIENT))) {
            assertThat(traces.headers().get("traceparent")).contains(TRACE);
        }
        assertThat(named("webhook").getParentSpanId()).isEqualTo("00f067aa0ba902b7");
    }

    @Test
    void anUnsampledClientIsNotRecordedButCarried() {
        Map<String, String> unsampled = Map.of("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-00");
        try (ActiveSpan _ = ActiveSpan.start(traces.span("publish").setParent(traces.context(unsampled)))) {
            assertThat(traces.headers().get("traceparent")).contains(TRACE).endsWith("-00");
        }
        assertThat(ended).isEmpty();
    }

    @Test
    void offRecordsNothingAndSendsNoHeaders() {
        try (ActiveSpan span = ActiveSpan.start(Tracing.OFF.span("publish").setParent(Tracing.OFF.context(CLIENT)))) {
            assertThat(span.span().getSpanContext().isValid()).isFalse();
            assertThat(Tracing.OFF.headers()).isEmpty();
        }
    }

    private SpanData named(String name) {
        return ended.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private final class Kept implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            ended.addAll(spans);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
