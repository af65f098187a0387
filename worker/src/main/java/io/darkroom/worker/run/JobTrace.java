package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.platform.telemetry.log.LogFields;
import io.darkroom.platform.telemetry.metric.JobMetrics;
import io.darkroom.platform.telemetry.trace.Facts;
import io.darkroom.platform.telemetry.trace.Span;
import io.darkroom.platform.telemetry.trace.Traces.Start;
import io.darkroom.worker.ledger.Attempts;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** One delivery of a job in telemetry: its span, and the fields of its log lines. */
final class JobTrace implements AutoCloseable {
    private final RunTelemetry telemetry;
    private final JobRequest request;
    private final AcquiredJob job;
    private final Instant acquiredAt;
    private final Span span;
    private final LogFields fields;

    JobTrace(
            RunTelemetry telemetry,
            JobRequest request,
            AcquiredJob job,
            Instant acquiredAt,
            Span span,
            LogFields fields) {
        this.telemetry = telemetry;
        this.request = request;
        this.job = job;
        this.acquiredAt = acquiredAt;
        this.span = span;
        this.fields = fields;
    }

    /** An attempt starts after these. */
    void attempt(Attempts before) {
        int number = before.last() + 1;
        span.with(Facts.ATTEMPT, number);
        fields.and(LogFields.ATTEMPT, Integer.toString(number));
        String earlier = before.trace();
        if (earlier != null) {
            span.after(earlier);
        }
        if (before.last() == 0) {
            Duration waited = Duration.between(job.timestamp(), acquiredAt);
            telemetry
                    .meters()
                    .timer(JobMetrics.WAIT, request.lane().wireName())
                    .record(waited.isNegative() ? Duration.ZERO : waited);
            Start wait = Start.of("wait in lane").under(job.traceHeaders());
            Map<String, String> facts = Map.of(
                    Facts.JOB, request.id().value(), Facts.LANE, request.lane().wireName());
            telemetry.traces().past(wait, facts, job.timestamp(), acquiredAt);
        }
    }

    void ended(Verdict verdict) {
        span.with(Facts.VERDICT, verdict.label());
        switch (verdict) {
            case Verdict.Accept accept -> span.with(Facts.STATE, accept.state().wireName());
            case Verdict.RetryAfter _ -> span.failed("released, to be tried again");
            case Verdict.Reject reject -> span.failed(reject.code().wireName());
            case Verdict.Interrupted _ -> span.failed("the worker shut down");
            case Verdict.LockLost _ -> span.failed("the lock was lost");
        }
    }

    @Override
    public void close() {
        fields.close();
        span.close();
    }
}
