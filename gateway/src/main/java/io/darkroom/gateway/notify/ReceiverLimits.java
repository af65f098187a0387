package io.darkroom.gateway.notify;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How many calls to one receiver are under way. Nothing is kept for a receiver that has none. */
final class ReceiverLimits {
    private final int calls;
    private final Duration patience;
    private final ConcurrentMap<String, Room> rooms = new ConcurrentHashMap<>();

    ReceiverLimits(int calls, Duration patience) {
        this.calls = calls;
        this.patience = patience;
    }

    /**
     * Waits for a place. After true, {@link #leave} must follow.
     *
     * @return false: there was none in time
     */
    boolean enter(String receiver) throws InterruptedException {
        Room room = rooms.compute(receiver, (key, known) -> (known == null ? new Room(calls) : known).joined());
        boolean entered = false;
        try {
            entered = room.places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
            return entered;
        } finally {
            if (!entered) {
                forget(receiver);
            }
        }
    }

    void leave(String receiver) {
        Room room = rooms.get(receiver);
        if (room != null) {
            room.places.release();
        }
        forget(receiver);
    }

    private void forget(String receiver) {
        rooms.computeIfPresent(receiver, (key, room) -> --room.guests == 0 ? null : room);
    }

    int receivers() {
        return rooms.size();
    }

    /** Places, and how many stand in or before them; the count changes only inside the map's compute. */
    private static final class Room {
        private final Semaphore places;
        private int guests;

        Room(int calls) {
            places = new Semaphore(calls);
        }

        Room joined() {
            guests++;
            return this;
        }
    }
}
