package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.pipeline.JobStopped;
import io.darkroom.worker.pipeline.PipelineException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Steps and time of one attempt, and whether it may continue. Used by the thread of the run. */
final class RunProgress {
    private final JobKind kind;
    private final Duration timeLimit;
    private final StopSignals stop;
    private final long startNanos = System.nanoTime();
    private long earlierDeviceMs;
    private @Nullable LongSupplier deviceNanos;
    private int stepsDone;
    private int firstStep;
    private long firstStepAt;
    private long remainingNanos;

    RunProgress(JobKind kind, Duration timeLimit, StopSignals stop) {
        this.kind = kind;
        this.timeLimit = timeLimit;
        this.stop = stop;
    }

    /** The worker shuts down; unchecked, because {@code PipelineContext.step} declares no exception for it. */
    static final class WorkerShutdown extends RuntimeException {
        WorkerShutdown() {
            super("the worker shuts down", null, false, false);
        }
    }

    /**
     * @param step steps done, over all items
     * @throws JobStopped if the job was canceled or its lock was lost
     */
    void step(int step, int steps) {
        stepsDone = step;
        checkStop();
        long now = System.nanoTime();
        if (firstStepAt == 0) {
            firstStepAt = now;
            firstStep = step;
        }
        int done = step - firstStep;
        remainingNanos = done <= 0 ? 0 : (now - firstStepAt) / done * (steps - step);
    }

    /** The order matters: a worker that lost the lock must not decide how the job ends. */
    private void checkStop() {
        if (stop.lockLost()) {
            throw new JobStopped(JobStopped.Reason.LOCK_LOST, stepsDone);
        }
        if (stop.canceled()) {
            throw new JobStopped(JobStopped.Reason.CANCELED, stepsDone);
        }
        if (stop.shutdown()) {
            throw new WorkerShutdown();
        }
        if (System.nanoTime() - startNanos > timeLimit.toNanos()) {
            throw new PipelineException(
                    FailureCode.TIME_LIMIT_EXCEEDED,
                    "a job of kind " + kind.wireName() + " may run for " + timeLimit.toSeconds()
                            + " s here; ask for less at once");
        }
    }

    /** Continues from a checkpoint. */
    void resume(int step, long deviceMs) {
        stepsDone = step;
        earlierDeviceMs = deviceMs;
    }

    void meter(LongSupplier nanos) {
        deviceNanos = nanos;
    }

    /**
     * Device time that the job used so far, milliseconds, including the attempts that this one continues.
     *
     * @param unmetered this attempt's, if the pipeline did not set a meter
     */
    long deviceMs(long unmetered) {
        return earlierDeviceMs + (deviceNanos == null ? unmetered : deviceNanos.getAsLong() / 1_000_000);
    }

    int stepsDone() {
        return stepsDone;
    }

    long remainingMs() {
        return remainingNanos / 1_000_000;
    }

    /** Estimated duration of the whole attempt. */
    long expectedNanos() {
        return System.nanoTime() - startNanos + remainingNanos;
    }
}
