package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.worker.checkpoint.Checkpoint;
import io.darkroom.worker.checkpoint.Checkpointer;
import io.darkroom.worker.ledger.Attempts;
import io.darkroom.worker.pipeline.Moderation;
import io.darkroom.worker.report.JobReporter;
import io.darkroom.worker.report.JobReporters;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Assembles attempts. */
final class AttemptFactory {
    private final JobReporters reporters;
    private final RunStorage storage;
    private final Moderation moderation;
    private final RunLimits limits;
    private final RunTelemetry telemetry;
    private final InstantSource clock;
    private final RandomGenerator random;

    AttemptFactory(
            JobReporters reporters,
            RunStorage storage,
            Moderation moderation,
            RunLimits limits,
            RunTelemetry telemetry,
            InstantSource clock,
            RandomGenerator random) {
        this.reporters = reporters;
        this.storage = storage;
        this.moderation = moderation;
        this.limits = limits;
        this.telemetry = telemetry;
        this.clock = clock;
        this.random = random;
    }

    Attempt open(JobRun run, JobRequest request, Attempts before) {
        JobReporter reporter = reporters.open(request, before.last() + 1);
        RunProgress progress = new RunProgress(request.kind(), limits.times().of(request.kind()), run.stop());
        Stages stages = new Stages(telemetry.traces());
        AttemptArtifacts artifacts = new AttemptArtifacts(
                request,
                Long.toUnsignedString(random.nextLong(), 36),
                storage.objects(),
                run.retry(),
                reporter,
                stages);
        Checkpointer checkpointer = new Checkpointer(
                storage.checkpoints(),
                request,
                reporter.attempt(),
                limits.checkpoints(),
                run.stop(),
                () -> new Checkpointer.Progress(
                        header(request, reporter, progress, artifacts), progress.expectedNanos()));
        RunContext context = new RunContext(request, progress, artifacts, checkpointer, moderation, reporter, stages);
        return new Attempt(
                run, request, before, reporter, context, limits.times().stuckAfter(request.kind()), clock.instant());
    }

    private static Checkpoint.Header header(
            JobRequest request, JobReporter reporter, RunProgress progress, AttemptArtifacts artifacts) {
        return new Checkpoint.Header(
                request.id(),
                request.tenant(),
                reporter.attempt(),
                "",
                progress.stepsDone(),
                progress.deviceMs(0),
                artifacts.outputs(),
                artifacts.failures());
    }
}
