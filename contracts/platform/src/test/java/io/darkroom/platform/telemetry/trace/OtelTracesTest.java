package io.darkroom.platform.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.platform.telemetry.trace.Traces.Kind;
import io.darkroom.platform.telemetry.trace.Traces.Start;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class OtelTracesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Map<String, String> CLIENT = Map.of("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");

    private final List<SpanData> ended = new CopyOnWriteArrayList<>();
    private final Traces traces = new OtelTraces(OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(new Kept()))
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build());

    @Test
    void whatIsCarriedMakesTheNextProcessGoOn() {
        Map<String, String> record;
        try (Span publish = traces.begin(Start.of("publish", Kind.PRODUCER).under(CLIENT))) {
            assertThat(publish.traceId()).isEqualTo(TRACE);
            record = traces.carried();
        }
        assertThat(record).containsOnlyKeys("traceparent");
        try (Span _ = traces.begin(Start.of("attempt", Kind.CONSUMER).under(record));
                Span _ = traces.begin(Start.of("denoise"))) {
            assertThat(traces.carried().get("traceparent")).contains(TRACE);
        }
        SpanData publish = named("publish");
        assertThat(publish.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(named("attempt").getParentSpanId()).isEqualTo(publish.getSpanId());
        assertThat(named("denoise").getParentSpanId())
                .isEqualTo(named("attempt").getSpanId());
        assertThat(ended).extracting(SpanData::getTraceId).containsOnly(TRACE);
        assertThat(traces.carried())
                .as("after the last span nothing is carried")
                .isEmpty();
    }

    @Test
    void aWaitIsToldWithItsOwnTimesAndNeverEndsBeforeItBegins() {
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        traces.past(Start.of("wait").under(CLIENT), Map.of(Facts.LANE, "video"), from, from.plusMillis(1500));
        traces.past(Start.of("odd clocks").under(CLIENT), Map.of(), from, from.minusSeconds(5));
        assertThat(named("wait").getEndEpochNanos() - named("wait").getStartEpochNanos())
                .isEqualTo(1_500_000_000L);
        assertThat(named("odd clocks").getEndEpochNanos())
                .isEqualTo(named("odd clocks").getStartEpochNanos());
    }

    @Test
    void linksAnAttemptToTheOneBeforeAndNothingToNonsense() {
        try (Span second = traces.begin(Start.of("attempt"))) {
            second.after(CLIENT.getOrDefault("traceparent", ""));
            second.after("nonsense");
        }
        assertThat(named("attempt").getLinks())
                .singleElement()
                .satisfies(link -> assertThat(link.getSpanContext().getSpanId()).isEqualTo("00f067aa0ba902b7"));
    }

    @Test
    void goesOnWithoutASpanOfItsOwn() {
        try (Traces.Going _ = traces.on(CLIENT);
                Span _ = traces.begin(Start.of("webhook", Kind.CLIENT))) {
            assertThat(traces.carried().get("traceparent")).contains(TRACE);
        }
        assertThat(named("webhook").getParentSpanId()).isEqualTo("00f067aa0ba902b7");
    }

    @Test
    void anUnsampledClientIsNotRecordedButCarried() {
        Map<String, String> unsampled = Map.of("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-00");
        try (Span _ = traces.begin(Start.of("publish").under(unsampled))) {
            assertThat(traces.carried().get("traceparent")).contains(TRACE).endsWith("-00");
        }
        assertThat(ended).isEmpty();
    }

    @Test
    void offMakesNothingAndCarriesNothing() {
        try (Span span = Traces.OFF.begin(Start.of("publish").under(CLIENT));
                Traces.Going _ = Traces.OFF.on(CLIENT)) {
            assertThat(span).isSameAs(Span.NONE);
            assertThat(span.traceId()).isEmpty();
            assertThat(Traces.OFF.carried()).isEmpty();
        }
        Traces none = new OtelTraces(OpenTelemetry.noop());
        try (Span span = none.begin(Start.of("publish").under(CLIENT))) {
            assertThat(span.traceId()).isEmpty();
            assertThat(none.carried()).isEmpty();
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
