package io.darkroom.worker.residency;

import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.batch.EngineMeters;
import io.darkroom.worker.ort.Networks;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Models in memory, within a budget. A model is brought in when a job opens it; if there is no room, the one that nobody uses
 * and that was used longest ago goes first. Sizes are those of the files, which is about what a session takes.
 */
public final class ModelCache {
    private final long budget;
    private final Duration patience;
    private final Consumer<Networks> closer;
    private final EngineMeters meters;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final List<Place> places = new CopyOnWriteArrayList<>();
    private long clock;

    /**
     * @param budget bytes; 0: no limit
     * @param patience how long to wait, when all are in use, until any is given back
     * @param closer closes networks on the thread that may have them in use
     */
    ModelCache(long budget, Duration patience, Consumer<Networks> closer) {
        this(budget, patience, closer, new EngineMeters(Meters.unread()));
    }

    ModelCache(long budget, Duration patience, Consumer<Networks> closer, EngineMeters meters) {
        this.meters = meters;
        this.budget = budget;
        this.patience = patience;
        this.closer = closer;
    }

    /** One model's place, filled or not. */
    final class Place {
        private final String id;
        private final long bytes;
        private final Supplier<Networks> opener;

        // Below: written with the lock held.
        private volatile @Nullable Networks networks;
        private boolean loading;
        private int users;
        private long used;

        private Place(String id, long bytes, Supplier<Networks> opener) {
            this.id = id;
            this.bytes = bytes;
            this.opener = opener;
        }

        /**
         * What lies here.
         *
         * @throws IllegalStateException if nothing does, so outside of {@link #take} and {@link #giveBack}
         */
        Networks networks() {
            Networks here = networks;
            if (here == null) {
                throw new IllegalStateException("model '" + id + "' is not in memory; Engine.open brings it in");
            }
            return here;
        }

        public boolean warm() {
            return networks != null;
        }

        /**
         * Brings it in if necessary, and keeps it until it is given back.
         *
         * @throws EngineException {@code OUT_OF_MEMORY} if there is no room, or whatever loading throws
         */
        Networks take() {
            lock.lock();
            try {
                users++;
                used = ++clock;
                Networks here = present();
                if (here != null) {
                    return here;
                }
                loading = true;
            } catch (RuntimeException e) {
                users--;
                throw e;
            } finally {
                lock.unlock();
            }
            return load();
        }

        /** What lies here; null once there is room for it. Others may have brought it while this waited. */
        private @Nullable Networks present() {
            while (networks == null && (loading || !hasRoom(this))) {
                if (loading) {
                    freed.awaitUninterruptibly();
                } else {
                    makeRoom(this);
                }
            }
            return networks;
        }

        /** Takes long, so without the lock. */
        private Networks load() {
            Networks loaded = null;
            long start = System.nanoTime();
            try {
                loaded = opener.get();
                return loaded;
            } finally {
                meters.loaded(id, loaded != null, System.nanoTime() - start);
                lock.lock();
                loading = false;
                networks = loaded;
                users -= loaded == null ? 1 : 0;
                freed.signalAll();
                lock.unlock();
            }
        }

        void giveBack() {
            lock.lock();
            try {
                users--;
                freed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** @throws EngineException if it is larger than all of the budget */
    Place add(String id, long bytes, Supplier<Networks> opener) {
        if (budget > 0 && bytes > budget) {
            throw new EngineException(
                    EngineException.Reason.OUT_OF_MEMORY,
                    "it takes " + bytes + " bytes, and darkroom.engine.memory is " + budget);
        }
        Place place = new Place(id, bytes, opener);
        places.add(place);
        return place;
    }

    private boolean hasRoom(Place wanted) {
        return budget == 0 || inMemory() + wanted.bytes <= budget;
    }

    /** Lets one go, or waits a while for somebody to finish. */
    private void makeRoom(Place wanted) {
        Place idle = places.stream()
                .filter(place -> place.warm() && place.users == 0)
                .min(Comparator.comparingLong(place -> place.used))
                .orElse(null);
        if (idle != null) {
            evict(idle);
        } else if (!awaitChange()) {
            throw new EngineException(
                    EngineException.Reason.OUT_OF_MEMORY,
                    "no room for model '" + wanted.id + "': others are in use; raise darkroom.engine.memory");
        }
    }

    private void evict(Place place) {
        Networks gone = place.networks();
        place.networks = null;
        closer.accept(gone);
        meters.unloaded(place.id);
    }

    private boolean awaitChange() {
        try {
            return freed.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(EngineException.Reason.FAILED, "interrupted while waiting for memory", e);
        }
    }

    private long inMemory() {
        return places.stream()
                .filter(Place::warm)
                .mapToLong(place -> place.bytes)
                .sum();
    }

    /** Ids of the models in memory. Does not wait for one that is being loaded. */
    public List<String> warm() {
        return places.stream().filter(Place::warm).map(place -> place.id).toList();
    }

    /** Empties it; called when nothing runs any more. */
    void close() {
        lock.lock();
        try {
            for (Place place : places) {
                Networks gone = place.networks;
                if (gone != null) {
                    place.networks = null;
                    gone.close();
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
