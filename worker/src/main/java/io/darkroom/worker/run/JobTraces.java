package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.platform.telemetry.log.LogFields;
import io.darkroom.platform.telemetry.trace.Facts;
import io.darkroom.platform.telemetry.trace.Span;
import io.darkroom.platform.telemetry.trace.Traces;
import io.darkroom.platform.telemetry.trace.Traces.Kind;
import io.darkroom.platform.telemetry.trace.Traces.Start;
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
        Traces traces = telemetry.traces();
        Span span = traces.begin(Start.of("attempt", Kind.CONSUMER).under(job.traceHeaders()))
                .with(Facts.JOB, request.id().value())
                .with(Facts.TENANT, request.tenant())
                .with(Facts.KIND, request.kind().wireName())
                .with(Facts.MODEL, request.model())
                .with(Facts.LANE, request.lane().wireName())
                .with(Facts.WORKER, worker)
                .with(Facts.DELIVERIES, job.deliveries());
        LogFields fields = LogFields.of(Map.of(
                LogFields.JOB, request.id().value(),
                LogFields.TENANT, request.tenant(),
                LogFields.KIND, request.kind().wireName(),
                LogFields.WORKER, worker,
                LogFields.TRACE, span.traceId()));
        return new JobTrace(telemetry, request, job, clock.instant(), span, fields);
    }

    Span begin(Start start) {
        return telemetry.traces().begin(start);
    }
}
