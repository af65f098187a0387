package io.darkroom.worker.run;

import io.darkroom.platform.kafka.EventLog;
import io.darkroom.worker.pipeline.Moderation;
import io.darkroom.worker.report.JobReporters;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Assembles the runner of a worker. */
public final class JobRunnerFactory {
    private final RunLimits limits;
    private final RunTelemetry telemetry;
    private final InstantSource clock;
    private final RandomGenerator random;

    public JobRunnerFactory(RunLimits limits, RunTelemetry telemetry, InstantSource clock, RandomGenerator random) {
        this.limits = limits;
        this.telemetry = telemetry;
        this.clock = clock;
        this.random = random;
    }

    public JobRunner create(
            ServedPipelines served,
            Preflight preflight,
            JobReporters reporters,
            RunStorage storage,
            CancelWatch cancels,
            Moderation moderation) {
        String worker = reporters.worker();
        EventLog log = reporters.log();
        OutcomeCommitter committer = new OutcomeCommitter(worker, storage, telemetry, clock);
        DeadLetters deadLetters = new DeadLetters(worker, log, telemetry.meters(), clock);
        Retries retries = new Retries(limits.retry(), random);
        AttemptFactory factory = new AttemptFactory(reporters, storage, moderation, limits, telemetry, clock, random);
        return new JobRunner(
                served,
                preflight,
                new AttemptRunner(factory, cancels, committer, deadLetters, retries, telemetry, limits.attempts()),
                new JobTermination(committer, deadLetters, limits, retries, clock),
                storage,
                retries,
                new JobTraces(worker, telemetry, clock));
    }
}
