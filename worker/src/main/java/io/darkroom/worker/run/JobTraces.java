package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.platform.telemetry.log.LogFields;
import io.darkroom.platform.telemetry.trace.ActiveSpan;
import io.darkroom.platform.telemetry.trace.SpanAttributes;
import io.darkroom.platform.telemetry.trace.Tracing;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import java.time.InstantSource;
import java.util.Map;

/** Opens the traces of the jobs that come to this worker. */
final class JobTraces {
    private final String worker;
    private final RunTelemetry telemetry;
    private final InstantSource clock;

    JobTraces(String worker, RunTelemetry telemetry, InstantSource clock) {
        this.worker = worker;
        this.telemetry = telemetry;
        this.clock = clock;
    }

    /**
     * The trace of this delivery, which continues that of the submission. The calling thread is in it until it is
     * closed.
     */
    JobTrace open(JobRequest request, AcquiredJob job) {
        Tracing traces = telemetry.traces();
        ActiveSpan span = ActiveSpan.start(traces.span("attempt")
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(traces.context(job.traceHeaders()))
                .setAttribute(SpanAttributes.JOB, request.id().value())
                .setAttribute(SpanAttributes.TENANT, request.tenant())
                .setAttribute(SpanAttributes.KIND, request.kind().wireName())
                .setAttribute(SpanAttributes.MODEL, request.model())
                .setAttribute(SpanAttributes.LANE, request.lane().wireName())
                .setAttribute(SpanAttributes.WORKER, worker)
                .setAttribute(SpanAttributes.DELIVERIES, job.deliveries()));
        SpanContext context = span.span().getSpanContext();
        LogFields fields = LogFields.of(Map.of(
                LogFields.JOB, request.id().value(),
                LogFields.TENANT, request.tenant(),
                LogFields.KIND, request.kind().wireName(),
                LogFields.WORKER, worker,
                LogFields.TRACE, context.isValid() ? context.getTraceId() : ""));
        return new JobTrace(telemetry, request, job, clock.instant(), span, fields);
    }

    /** A stage of the delivery that the calling thread is in. */
    ActiveSpan start(String name) {
        return ActiveSpan.start(telemetry.traces().span(name));
    }
}
