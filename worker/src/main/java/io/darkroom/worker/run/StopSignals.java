package io.darkroom.worker.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Why a run should stop: set by other threads, read by its own at no cost. */
final class StopSignals {
    private volatile boolean canceled;
    private volatile boolean lockLost;
    private volatile boolean shutdown;
    /** Opens when going on is pointless; a cancel still wants its outcome stored. */
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

    /** The thread that runs, to be interrupted when it should stop. */
    void runsOn(Thread thread) {
        lock.lock();
        try {
            runner = thread;
        } finally {
            lock.unlock();
        }
    }

    /**
     * From now on the run is not interrupted any more: it gives the job back, for which it writes to the store and the log,
     * and neither could be done by an interrupted thread. Called by the run's own thread.
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

    boolean lockLost() {
        return lockLost;
    }

    boolean shutdown() {
        return shutdown;
    }

    /** Waits; returns early, and true, once the lock is lost or the worker shuts down. */
    boolean pause(Duration wait) throws InterruptedException {
        return over.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }
}
