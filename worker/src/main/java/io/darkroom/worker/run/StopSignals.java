package io.darkroom.worker.run;

import io.darkroom.worker.checkpoint.Checkpointer.RunSignals;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Why a run has to stop: set by other threads, read by the run's own without locking. */
final class StopSignals implements RunSignals {
    private volatile boolean canceled;
    private volatile boolean lockLost;
    private volatile boolean shutdown;
    /** Opens when continuing is pointless; not at a cancel, whose outcome has yet to be stored. */
    private final CountDownLatch over = new CountDownLatch(1);

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock. */
    private @Nullable Thread runner;

    void cancel() {
        canceled = true;
    }

    void loseLock() {
        lockLost = true;
        over.countDown();
        interrupt();
    }

    void shutDown() {
        shutdown = true;
        over.countDown();
        interrupt();
    }

    /** Sets the thread that is interrupted when the run has to stop. */
    void runsOn(Thread thread) {
        lock.lock();
        try {
            runner = thread;
        } finally {
            lock.unlock();
        }
    }

    /**
     * From now on the run is not interrupted: to release its job it writes to the store and the log, which an interrupted
     * thread cannot do. Called by the run's own thread.
     */
    void shield() {
        lock.lock();
        try {
            runner = null;
            var _ = Thread.interrupted();
        } finally {
            lock.unlock();
        }
    }

    private void interrupt() {
        lock.lock();
        try {
            if (runner != null) {
                runner.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean canceled() {
        return canceled;
    }

    @Override
    public boolean lockLost() {
        return lockLost;
    }

    @Override
    public boolean shutdown() {
        return shutdown;
    }

    /** Whether the run has to stop without an outcome: its lock is lost or the worker shuts down. */
    boolean isEnding() {
        return shutdown || lockLost;
    }

    /** Waits; returns early, and true, once the lock is lost or the worker shuts down. */
    boolean pause(Duration wait) throws InterruptedException {
        return over.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }
}
