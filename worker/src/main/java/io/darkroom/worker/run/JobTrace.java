package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.platform.telemetry.log.LogFields;
import io.darkroom.platform.telemetry.metric.JobMetrics;
import io.darkroom.platform.telemetry.trace.ActiveSpan;
import io.darkroom.platform.telemetry.trace.SpanAttributes;
import io.darkroom.worker.ledger.Attempts;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Duration;
import java.time.Instant;

/** One delivery of a job in telemetry: its span, and the fields of its log lines. */
final class JobTrace implements AutoCloseable {
    private final RunTelemetry telemetry;
    private final JobRequest request;
    private final AcquiredJob job;
    private final Instant acquiredAt;
    private final ActiveSpan active;
    private final LogFields fields;

    JobTrace(
            RunTelemetry telemetry,
            JobRequest request,
            AcquiredJob job,
            Instant acquiredAt,
            ActiveSpan active,
            LogFields fields) {
        this.telemetry = telemetry;
        this.request = request;
        this.job = job;
        this.acquiredAt = acquiredAt;
        this.active = active;
        this.fields = fields;
    }

    /** An attempt starts after these. */
    void attempt(Attempts before) {
        int number = before.last() + 1;
        active.span().setAttribute(SpanAttributes.ATTEMPT, number);
        fields.and(LogFields.ATTEMPT, Integer.toString(number));
        String earlier = before.trace();
        if (earlier != null) {
            SpanContext context = telemetry.traces().spanContext(earlier);
            if (context.isValid()) {
                active.span().addLink(context);
            }
        }
        if (before.last() == 0) {
            Duration waited = Duration.between(job.timestamp(), acquiredAt);
            telemetry
                    .meters()
                    .timer(JobMetrics.WAIT, request.lane().wireName())
                    .record(waited.isNegative() ? Duration.ZERO : waited);
            Span wait = telemetry
                    .traces()
                    .span("wait in lane")
                    .setParent(telemetry.traces().context(job.traceHeaders()))
                    .setAttribute(SpanAttributes.JOB, request.id().value())
                    .setAttribute(SpanAttributes.LANE, request.lane().wireName())
                    .setStartTimestamp(job.timestamp())
                    .startSpan();
            // Clocks of two machines: no span ends before it starts.
            wait.end(waited.isNegative() ? job.timestamp() : acquiredAt);
        }
    }

    void ended(Verdict verdict) {
        active.span().setAttribute(SpanAttributes.VERDICT, verdict.label());
        switch (verdict) {
            case Verdict.Accept accept ->
                active.span().setAttribute(SpanAttributes.STATE, accept.state().wireName());
            case Verdict.RetryAfter _ -> failed("released, to be tried again");
            case Verdict.Reject reject -> failed(reject.code().wireName());
            case Verdict.Interrupted _ -> failed("the worker shut down");
            case Verdict.LockLost _ -> failed("the lock was lost");
        }
    }

    private void failed(String why) {
        active.span().setStatus(StatusCode.ERROR, why);
    }

    @Override
    public void close() {
        fields.close();
        active.close();
    }
}
