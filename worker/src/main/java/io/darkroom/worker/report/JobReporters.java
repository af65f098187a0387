package io.darkroom.worker.report;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.platform.kafka.EventLog;
import io.darkroom.platform.telemetry.metric.Meters;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * Opens the reports of this worker's attempts.
 *
 * @param worker id of this worker
 * @param publisher runs what may wait for the broker; one thread is enough for all jobs
 */
public record JobReporters(String worker, EventLog log, Executor publisher, Meters meters, InstantSource clock) {
    public JobReporter open(JobRequest request, int attempt) {
        return new JobReporter(this, request, attempt);
    }
}
