package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.platform.telemetry.log.LogFields;
import io.darkroom.platform.telemetry.metric.JobMetrics;
import io.darkroom.platform.telemetry.trace.Facts;
import io.darkroom.platform.telemetry.trace.Span;
import io.darkroom.platform.telemetry.trace.Traces;
import io.darkroom.platform.telemetry.trace.Traces.Kind;
import io.darkroom.platform.telemetry.trace.Traces.Start;
import io.darkroom.worker.ledger.Attempts;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What is told of a job's visit to this worker: its span, under that of whoever submitted it, and the fields of its log lines. */
final class JobTrace implements AutoCloseable {
    private final JobRuns all;
    private final JobRequest request;
    private final AcquiredJob job;
    private final Instant acquired;
    private final Span span;
    private final LogFields fields;

    private JobTrace(JobRuns all, JobRequest request, AcquiredJob job, Span span, LogFields fields) {
        this.all = all;
        this.request = request;
        this.job = job;
        this.acquired = all.clock().instant();
        this.span = span;
        this.fields = fields;
    }

    /** The calling thread is in it until it is closed. */
    static JobTrace open(JobRuns all, JobRequest request, AcquiredJob job) {
        Traces traces = all.traces();
        Span span = traces.begin(Start.of("attempt", Kind.CONSUMER).under(job.carried()))
                .with(Facts.JOB, request.id().value())
                .with(Facts.TENANT, request.tenant())
                .with(Facts.KIND, request.kind().wireName())
                .with(Facts.MODEL, request.model())
                .with(Facts.LANE, request.lane().wireName())
                .with(Facts.WORKER, all.worker())
                .with(Facts.DELIVERIES, job.deliveries());
        LogFields fields = LogFields.of(Map.of(
                LogFields.JOB, request.id().value(),
                LogFields.TENANT, request.tenant(),
                LogFields.KIND, request.kind().wireName(),
                LogFields.WORKER, all.worker(),
                LogFields.TRACE, span.traceId()));
        return new JobTrace(all, request, job, span, fields);
    }

    /** An attempt is made after these. */
    void attempt(Attempts before) {
        int number = before.last() + 1;
        span.with(Facts.ATTEMPT, number);
        fields.and(LogFields.ATTEMPT, Integer.toString(number));
        String earlier = before.trace();
        if (earlier != null) {
            span.after(earlier);
        }
        if (before.last() == 0) {
            Duration waited = Duration.between(job.timestamp(), acquired);
            all.meters()
                    .timer(JobMetrics.WAIT, request.lane().wireName())
                    .record(waited.isNegative() ? Duration.ZERO : waited);
            Start wait = Start.of("wait in lane").under(job.carried());
            Map<String, String> facts = Map.of(
                    Facts.JOB, request.id().value(), Facts.LANE, request.lane().wireName());
            all.traces().past(wait, facts, job.timestamp(), acquired);
        }
    }

    void ended(Verdict verdict) {
        span.with(Facts.VERDICT, verdict.label());
        switch (verdict) {
            case Verdict.Accept accept -> span.with(Facts.STATE, accept.state().wireName());
            case Verdict.RetryAfter _ -> span.failed("given back, to be tried again");
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
