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
 * How many calls to one receiver are under way, and how many deliveries wait for their turn. A receiver that only fails is
 * cut down to one call at a time and a small waiting room; its first success gives it all back. So a dead receiver holds few
 * hands however much there is for it, and one that recovers is noticed at the next try.
 *
 * <p>Nothing is kept of a receiver that has neither calls nor recent failures. What is known of failures is this process's
 * own and may be lost: it only saves work.
 */
final class ReceiverLimits {
    /** Failures in a row from which on a receiver counts as failing. */
    static final int FAILING = 5;

    private static final int WAITING_WHEN_FAILING = 16;
    private static final Duration FORGET = Duration.ofHours(1);
    private static final int PRUNE_ABOVE = 1_000;

    private final int calls;
    private final int waiting;
    private final Duration patience;
    private final Clock clock;
    private final ConcurrentMap<String, Room> rooms = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Trouble> troubles = new ConcurrentHashMap<>();

    /**
     * @param calls under way to one receiver
     * @param waiting deliveries that may wait for one of them
     * @param patience how long they wait
     */
    ReceiverLimits(int calls, int waiting, Duration patience, Clock clock) {
        this.calls = calls;
        this.waiting = waiting;
        this.patience = patience;
        this.clock = clock;
    }

    /** Waits for a place; empty if there was none in time, or no room to wait in. */
    Optional<Pass> enter(String receiver) throws InterruptedException {
        boolean failing = isFailing(receiver);
        int room = failing ? 1 + WAITING_WHEN_FAILING : calls + waiting;
        Room entered = rooms.compute(receiver, (key, known) -> (known == null ? new Room(calls) : known).joined());
        boolean placed = false;
        try {
            placed = entered.guests <= room && entered.take(failing, patience);
            return placed ? Optional.of(new Pass(receiver, entered, failing)) : Optional.empty();
        } finally {
            if (!placed) {
                forget(receiver);
            }
        }
    }

    boolean isFailing(String receiver) {
        Trouble trouble = troubles.get(receiver);
        return trouble != null && trouble.failures >= FAILING;
    }

    void succeeded(String receiver) {
        troubles.remove(receiver);
    }

    void failed(String receiver) {
        Instant now = clock.instant();
        troubles.merge(receiver, new Trouble(1, now), (known, one) -> new Trouble(known.failures + 1, now));
        if (troubles.size() > PRUNE_ABOVE) {
            troubles.values().removeIf(trouble -> trouble.last.plus(FORGET).isBefore(now));
        }
    }

    private void forget(String receiver) {
        rooms.computeIfPresent(receiver, (key, room) -> --room.guests == 0 ? null : room);
    }

    /** Receivers with calls under way or before the door. */
    int receivers() {
        return rooms.size();
    }

    /** Receivers that only fail. */
    long failing() {
        return troubles.values().stream()
                .filter(trouble -> trouble.failures >= FAILING)
                .count();
    }

    private record Trouble(int failures, Instant last) {}

    /** A place for one call, until closed. */
    final class Pass implements AutoCloseable {
        private final String receiver;
        private final Room room;
        private final boolean probe;

        private Pass(String receiver, Room room, boolean probe) {
            this.receiver = receiver;
            this.room = room;
            this.probe = probe;
        }

        @Override
        public void close() {
            room.give(probe);
            forget(receiver);
        }
    }

    /** Places, and how many stand in or before them; the count changes only inside the map's compute. */
    private static final class Room {
        private final Semaphore places;
        private final Semaphore probes = new Semaphore(1);
        private volatile int guests;

        Room(int calls) {
            places = new Semaphore(calls);
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // inside the map's compute, one at a time
        Room joined() {
            guests++;
            return this;
        }

        boolean take(boolean probe, Duration patience) throws InterruptedException {
            if (probe && !probes.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            boolean taken = places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!taken && probe) {
                probes.release();
            }
            return taken;
        }

        void give(boolean probe) {
            places.release();
            if (probe) {
                probes.release();
            }
        }
    }
}
