package io.darkroom.worker.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Why a run should stop: set by other threads, read by its own at no cost. */
final class StopSignals {
    private volatile boolean canceled;
    private volatile boolean lockLost;
    private volatile boolean shutdown;
    /** Opens when going on is pointless; a cancel still wants its outcome stored. */
    private final CountDownLatch over = new CountDownLatch(1);

    void cancel() {
        canceled = true;
    }

    void loseLock() {
        lockLost = true;
        over.countDown();
    }

    void shutDown() {
        shutdown = true;
        over.countDown();
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
