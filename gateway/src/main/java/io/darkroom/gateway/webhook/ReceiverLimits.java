package io.darkroom.gateway.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limits concurrent calls and waiting deliveries per receiver. A failing receiver is limited to one call at a time and
 * a short queue; its first success restores the full limits. So a dead receiver occupies few threads however many
 * deliveries it has, and recovery is noticed with the next try.
 *
 * <p>No state is kept for a receiver without calls and recent failures. Failure counts are local to this process and
 * may be lost; they only save work.
 */
final class ReceiverLimits {
    /** Number of consecutive failures from which a receiver counts as failing. */
    static final int FAILING = 5;

    private static final int WAITING_WHEN_FAILING = 16;
    private static final Duration FORGET = Duration.ofHours(1);
    private static final int PRUNE_ABOVE = 1_000;

    private final int calls;
    private final int waiting;
    private final Duration patience;
    private final Clock clock;
    private final ConcurrentMap<String, Permits> byReceiver = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Failures> failures = new ConcurrentHashMap<>();

    /**
     * @param calls maximum number of concurrent calls per receiver
     * @param waiting maximum number of deliveries that wait for a call
     * @param patience how long a delivery waits for a call
     */
    ReceiverLimits(int calls, int waiting, Duration patience, Clock clock) {
        this.calls = calls;
        this.waiting = waiting;
        this.patience = patience;
        this.clock = clock;
    }

    /** Waits for a permit; empty if there was none in time or the queue is full. */
    Optional<Permit> acquire(String receiver) throws InterruptedException {
        boolean failing = isFailing(receiver);
        int limit = failing ? 1 + WAITING_WHEN_FAILING : calls + waiting;
        Permits entered =
                byReceiver.compute(receiver, (key, known) -> (known == null ? new Permits(calls) : known).joined());
        boolean acquired = false;
        try {
            acquired = entered.deliveries <= limit && entered.acquire(failing, patience);
            return acquired ? Optional.of(new Permit(receiver, entered, failing)) : Optional.empty();
        } finally {
            if (!acquired) {
                forget(receiver);
            }
        }
    }

    boolean isFailing(String receiver) {
        Failures known = failures.get(receiver);
        return known != null && known.count >= FAILING;
    }

    void succeeded(String receiver) {
        failures.remove(receiver);
    }

    void failed(String receiver) {
        Instant now = clock.instant();
        failures.merge(receiver, new Failures(1, now), (known, one) -> new Failures(known.count + 1, now));
        if (failures.size() > PRUNE_ABOVE) {
            failures.values().removeIf(known -> known.last.plus(FORGET).isBefore(now));
        }
    }

    private void forget(String receiver) {
        byReceiver.computeIfPresent(receiver, (key, permits) -> --permits.deliveries == 0 ? null : permits);
    }

    /** Number of receivers with calls in progress or waiting. */
    int receivers() {
        return byReceiver.size();
    }

    /** Number of failing receivers. */
    long failing() {
        return failures.values().stream()
                .filter(known -> known.count >= FAILING)
                .count();
    }

    private record Failures(int count, Instant last) {}

    /** A permit for one call, until closed. */
    final class Permit implements AutoCloseable {
        private final String receiver;
        private final Permits permits;
        private final boolean probe;

        private Permit(String receiver, Permits permits, boolean probe) {
            this.receiver = receiver;
            this.permits = permits;
            this.probe = probe;
        }

        @Override
        public void close() {
            permits.release(probe);
            forget(receiver);
        }
    }

    /**
     * Permits of a receiver, and the number of deliveries that hold or wait for one; the number changes only inside the
     * map's compute.
     */
    private static final class Permits {
        private final Semaphore calls;
        private final Semaphore probes = new Semaphore(1);
        private volatile int deliveries;

        Permits(int calls) {
            this.calls = new Semaphore(calls);
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // inside the map's compute, one at a time
        Permits joined() {
            deliveries++;
            return this;
        }

        boolean acquire(boolean probe, Duration patience) throws InterruptedException {
            if (probe && !probes.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            boolean acquired = calls.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!acquired && probe) {
                probes.release();
            }
            return acquired;
        }

        void release(boolean probe) {
            calls.release();
            if (probe) {
                probes.release();
            }
        }
    }
}
