package io.darkroom.worker.run;

import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One delivery of a job, as the thread that holds its lock controls it. {@link #execute} runs on a thread of its own; the
 * other methods are called by the thread that holds the lock.
 */
public final class JobRun {
    private static final Logger LOG = Logger.getLogger(JobRun.class);

    private final JobRunner runner;
    private final AcquiredJob job;
    private final StopSignals stop;
    private final StoreRetry retry;
    private final AtomicReference<@Nullable Attempt> attempt = new AtomicReference<>();

    JobRun(JobRunner runner, AcquiredJob job, StopSignals stop, StoreRetry retry) {
        this.runner = runner;
        this.job = job;
        this.stop = stop;
        this.retry = retry;
    }

    /** Runs the job until there is a verdict. Never throws for what a job or its pipeline does. */
    public Verdict execute() {
        stop.runsOn(Thread.currentThread());
        return runner.run(this);
    }

    /** Another worker may have the job: stop as soon as possible. Interrupts {@link #execute}. */
    public void loseLock() {
        stop.loseLock();
    }

    /** The worker shuts down: stop as soon as possible and release the job. Interrupts {@link #execute}. */
    public void shutDown() {
        stop.shutDown();
    }

    /** The run did not stop in time: releases the job on its behalf. Later events of the run are dropped. */
    public void abandon() {
        Attempt running = attempt.get();
        if (running != null) {
            release(running::abandon);
        }
    }

    /** Whether the run hangs where it cannot be stopped. */
    public boolean isStuck() {
        Attempt running = attempt.get();
        return running != null && running.isStuck();
    }

    /** Gives up a run that is stuck; its attempt is charged. Later events of the run are dropped. */
    public void giveUp() {
        Attempt running = attempt.get();
        if (running != null) {
            LOG.errorf("the run of record %s hangs and cannot be stopped", job);
            release(running::giveUp);
        }
    }

    /** Without the event the attempt is charged, which is safe; the record must be released in any case. */
    private void release(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            LOG.warnf("record %s is released without an event: %s", job, e.getMessage());
        }
    }

    AcquiredJob job() {
        return job;
    }

    StopSignals stop() {
        return stop;
    }

    StoreRetry retry() {
        return retry;
    }

    void started(Attempt running) {
        attempt.set(running);
    }
}
