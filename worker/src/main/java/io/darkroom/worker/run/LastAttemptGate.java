package io.darkroom.worker.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps a job that is on its last attempt apart from all others of this worker. If it takes its worker down once more, it
 * takes no other job's attempt with it; and a job that was merely beside it when earlier workers died gets through alone.
 *
 * <p>Whoever wants to be alone waits until those inside are done, and nobody else comes in meanwhile: first come, first
 * served. A stay ends on the thread on which it began.
 */
public final class LastAttemptGate {
    /** How long a job waits to be alone before it is given back, for another worker that may be idle. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ReentrantReadWriteLock door = new ReentrantReadWriteLock(true);
    private final Duration patience;

    public LastAttemptGate() {
        this(PATIENCE);
    }

    LastAttemptGate(Duration patience) {
        this.patience = patience;
    }

    /**
     * Waits for room; empty if it should be alone and the others did not end in time.
     *
     * @throws InterruptedException if the run is told to stop meanwhile
     */
    Optional<Stay> enter(boolean alone) throws InterruptedException {
        Lock lock = alone ? door.writeLock() : door.readLock();
        if (!alone) {
            lock.lockInterruptibly();
        } else if (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        return Optional.of(new Stay(lock));
    }

    /** Whether somebody waits before the door or is alone inside. */
    boolean isWanted() {
        return door.hasQueuedThreads() || door.isWriteLocked();
    }

    /** Until closed. */
    record Stay(Lock lock) implements AutoCloseable {
        @Override
        public void close() {
            lock.unlock();
        }
    }
}
