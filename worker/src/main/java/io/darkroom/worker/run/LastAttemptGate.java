package io.darkroom.worker.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Isolates a job on its last attempt from all others of this worker. If it crashes the worker once more, no other job loses
 * an attempt; and a job that only happened to run beside the culprit when earlier workers died succeeds on its own.
 *
 * <p>An exclusive attempt waits until those that run are done, and no other starts meanwhile: permits are granted in order.
 * A permit is closed by the thread that acquired it.
 */
final class LastAttemptGate {
    /** How long a job waits to run alone before it is released to another worker, which may be idle. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
    private final Duration patience;

    LastAttemptGate() {
        this(PATIENCE);
    }

    LastAttemptGate(Duration patience) {
        this.patience = patience;
    }

    /**
     * Waits for a permit; empty if it should be exclusive and the others did not end in time.
     *
     * @throws InterruptedException if the run has to stop meanwhile
     */
    Optional<Permit> acquire(boolean exclusive) throws InterruptedException {
        Lock wanted = exclusive ? lock.writeLock() : lock.readLock();
        if (!exclusive) {
            wanted.lockInterruptibly();
        } else if (!wanted.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        return Optional.of(new Permit(wanted));
    }

    /** Whether an exclusive permit is held or any attempt waits for one. */
    boolean isContended() {
        return lock.hasQueuedThreads() || lock.isWriteLocked();
    }

    /** The right to run, until closed. */
    record Permit(Lock lock) implements AutoCloseable {
        @Override
        public void close() {
            lock.unlock();
        }
    }
}
