package io.darkroom.worker.run;

import io.darkroom.contracts.event.JobEvent.Released;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.Usage;
import io.darkroom.worker.ledger.Attempts;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.report.JobReporter;
import java.time.Duration;
import java.time.Instant;

/** One attempt at a job that is in progress: what it runs with, how long it takes, and how its job is released. */
final class Attempt {
    private final JobRun run;
    private final JobRequest request;
    private final Attempts before;
    private final JobReporter reporter;
    private final RunContext context;
    private final Duration stuckAfter;
    private final Instant startedAt;
    private final long startNanos = System.nanoTime();

    /** @param stuckAfter duration after which the attempt counts as hanging */
    Attempt(
            JobRun run,
            JobRequest request,
            Attempts before,
            JobReporter reporter,
            RunContext context,
            Duration stuckAfter,
            Instant startedAt) {
        this.run = run;
        this.request = request;
        this.before = before;
        this.reporter = reporter;
        this.context = context;
        this.stuckAfter = stuckAfter;
        this.startedAt = startedAt;
    }

    /** From another thread: releases the job, whatever the run still does. */
    void abandon() {
        reporter.released(Released.SHUTDOWN, shutdownMessage());
    }

    /** Whether it runs far beyond its time limit: it hangs where it cannot be stopped. */
    boolean isStuck() {
        return runNanos() > stuckAfter.toNanos();
    }

    /** From another thread: releases the job and charges the attempt, whatever the run still does. */
    void giveUp() {
        reporter.released(
                Released.TRANSIENT,
                "it hung at step " + context.progress().stepsDone() + " until long after its time limit; worker "
                        + reporter.worker() + " ends itself");
    }

    void releaseAtShutdown(boolean withCheckpoint) {
        reporter.released(
                Released.SHUTDOWN,
                withCheckpoint
                        ? shutdownMessage() + "; the next attempt resumes from a checkpoint at step "
                                + context.progress().stepsDone()
                        : shutdownMessage());
    }

    private String shutdownMessage() {
        return "worker " + reporter.worker() + " shuts down";
    }

    /** Usage of an attempt whose pipeline finished. */
    Usage usage(PipelineResult result) {
        return usage(result.deviceMs(), result.steps());
    }

    Usage usage() {
        return usage(0, context.progress().stepsDone());
    }

    private Usage usage(long unmeteredMs, int steps) {
        long queuedMs =
                Math.max(0, Duration.between(request.createdAt(), startedAt).toMillis());
        return new Usage(queuedMs, runNanos() / 1_000_000, context.progress().deviceMs(unmeteredMs), steps);
    }

    long runNanos() {
        return System.nanoTime() - startNanos;
    }

    JobRun run() {
        return run;
    }

    JobRequest request() {
        return request;
    }

    Attempts before() {
        return before;
    }

    JobReporter reporter() {
        return reporter;
    }

    RunContext context() {
        return context;
    }

    Instant startedAt() {
        return startedAt;
    }
}
