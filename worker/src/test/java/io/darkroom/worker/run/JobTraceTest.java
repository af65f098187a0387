package io.darkroom.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.platform.telemetry.trace.SpanAttributes;
import io.darkroom.platform.telemetry.trace.Tracing;
import io.darkroom.worker.stack.TestJobs;
import io.darkroom.worker.stack.TestPipeline;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The telemetry of a run: its spans, and the fields of its log lines. */
class JobTraceTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Map<String, String> PUBLISHED = Map.of("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
    private static final String EARLIER = "00-" + TRACE + "-b7ad6b7169203331-01";

    private final List<SpanData> ended = new CopyOnWriteArrayList<>();
    private final RunBench bench = new RunBench()
            .traced(new Tracing(OpenTelemetrySdk.builder()
                    .setTracerProvider(SdkTracerProvider.builder()
                            .addSpanProcessor(SimpleSpanProcessor.create(new Kept()))
                            .build())
                    .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                    .build()));
    private final JobRequest job = TestJobs.anImage(4, bench.now(), null);

    @AfterEach
    void close() {
        bench.close();
    }

    private Verdict run(TestPipeline pipeline, int deliveries) {
        return run(job, job.createdAt(), pipeline, deliveries);
    }

    private Verdict run(JobRequest asked, Instant inLaneSince, TestPipeline pipeline, int deliveries) {
        AcquiredJob plain = bench.delivery(asked, deliveries);
        AcquiredJob record = new AcquiredJob(
                plain.position(), inLaneSince, plain.key(), plain.value(), plain.deliveryCount(), PUBLISHED);
        return bench.worker("w1", pipeline).open(record).execute();
    }

    @Test
    void anAttemptContinuesTheTraceOfThePublisher() {
        run(TestPipeline.instant(), 1);

        SpanData attempt = named("attempt");
        assertThat(attempt.getTraceId()).isEqualTo(TRACE);
        assertThat(attempt.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(named("wait in lane").getParentSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(ended)
                .filteredOn(span -> span.getParentSpanId().equals(attempt.getSpanId()))
                .extracting(SpanData::getName)
                .containsExactly("preflight", "start", "upload", "commit", "publish");
        assertThat(attempt.getAttributes().get(SpanAttributes.ATTEMPT)).isEqualTo(1);
        assertThat(attempt.getAttributes().get(SpanAttributes.STATE)).isEqualTo("succeeded");
    }

    @Test
    void aSecondAttemptIsLinkedToTheFirstAndWaitsForNothing() {
        run(
                new TestPipeline(_ -> {
                    throw new IllegalStateException("once");
                }),
                1);
        bench.log.carries(EARLIER);
        ended.clear();

        run(TestPipeline.instant(), 2);

        assertThat(named("attempt").getLinks())
                .singleElement()
                .satisfies(link -> assertThat(link.getSpanContext().getSpanId()).isEqualTo("b7ad6b7169203331"));
        assertThat(ended).extracting(SpanData::getName).doesNotContain("wait in lane");
    }

    @Test
    void timeHeldByTheTenantsQuotaDoesNotCountAsWaitInTheLane() {
        Duration inLane = Duration.ofSeconds(2);
        JobRequest held = TestJobs.anImage(4, bench.now().minus(Duration.ofHours(3)), null);
        run(held, bench.now().minus(inLane), TestPipeline.instant(), 1);

        Timer waits = bench.registry.get("darkroom.job.wait").timer();
        assertThat(waits.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(inLane.toMillis());
    }

    @Test
    void anAttemptThatIsRetriedHasFailed() {
        run(
                new TestPipeline(_ -> {
                    throw new IllegalStateException("once");
                }),
                1);
        assertThat(named("attempt").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void everyLogLineOfTheRunHasTheFieldsOfTheJob() {
        Map<String, Object> fields = new java.util.concurrent.ConcurrentHashMap<>();
        run(new TestPipeline(_ -> fields.putAll(MDC.getMap())), 1);
        assertThat(fields)
                .containsEntry("job", job.id().value())
                .containsEntry("tenant", job.tenant())
                .containsEntry("attempt", "1")
                .containsEntry("worker", "w1")
                .containsEntry("traceId", TRACE);
        assertThat(MDC.getMap()).as("fields after the run").doesNotContainKey("job");
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
