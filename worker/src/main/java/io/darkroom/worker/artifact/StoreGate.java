package io.darkroom.worker.artifact;

import io.darkroom.platform.store.ObjectStore;
import io.darkroom.platform.store.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Whether the store can take results. Closed at first, and closed by the caller that finds the store unavailable; a cheap probe,
 * with back-off, opens it. While it is closed no job is acquired, so that an outage burns no deliveries.
 */
public final class StoreGate implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(StoreGate.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final ObjectStore store;
    private final ScheduledExecutorService probes = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("darkroom-store-probe").daemon().factory());
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private boolean open;
    private boolean probing;

    public StoreGate(ObjectStore store) {
        this.store = store;
    }

    /** Starts to probe. */
    public void start() {
        lock.lock();
        try {
            probeAgainAfter(Duration.ZERO, FIRST_WAIT);
        } finally {
            lock.unlock();
        }
    }

    public boolean isOpen() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it is open. Returns whether it is. */
    public boolean awaitOpen(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!open && left > 0) {
                left = opened.awaitNanos(left);
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    /** A call to the store failed: no job is acquired until a probe succeeds. */
    public void reportOutage(StoreUnavailableException cause) {
        lock.lock();
        try {
            if (open) {
                LOG.warnf("no more jobs are taken until the object store works again: %s", cause.getMessage());
            }
            open = false;
            probeAgainAfter(FIRST_WAIT, FIRST_WAIT);
        } finally {
            lock.unlock();
        }
    }

    private void probeAgainAfter(Duration wait, Duration nextWait) {
        if (probing || probes.isShutdown()) {
            return;
        }
        probing = true;
        var _ = probes.schedule(() -> probe(nextWait), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void probe(Duration wait) {
        String refusal = null;
        try {
            store.probe();
        } catch (RuntimeException e) {
            refusal = String.valueOf(e.getMessage());
        }
        lock.lock();
        try {
            probing = false;
            if (refusal == null) {
                LOG.infof("the object store works");
                open = true;
                opened.signalAll();
            } else {
                LOG.warnf("the object store does not work, next try in %d ms: %s", wait.toMillis(), refusal);
                Duration next = wait.multipliedBy(2);
                probeAgainAfter(wait, next.compareTo(LONGEST_WAIT) < 0 ? next : LONGEST_WAIT);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        probes.shutdownNow();
    }
}
