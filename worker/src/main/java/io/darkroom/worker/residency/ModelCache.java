package io.darkroom.worker.residency;

import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.ort.Networks;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Models in memory, within a budget. A model is loaded when a job acquires it; if there is no room, the least recently used model
 * that is not in use is unloaded. Sizes are those of the files, which is about what a session takes.
 */
final class ModelCache {
    private final long budget;
    private final Duration timeout;
    private final Consumer<Networks> unloader;
    private final LongSupplier nanoTime;
    private final ModelCacheMeters meters;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<CachedModel> models = new CopyOnWriteArrayList<>();
    private long uses;

    /**
     * @param budget bytes; 0: no limit
     * @param timeout how long to wait for any release while all models in memory are in use
     * @param unloader closes networks on the thread that may still be running them
     * @param nanoTime measures how long loading takes
     */
    ModelCache(
            long budget,
            Duration timeout,
            Consumer<Networks> unloader,
            LongSupplier nanoTime,
            ModelCacheMeters meters) {
        this.budget = budget;
        this.timeout = timeout;
        this.unloader = unloader;
        this.nanoTime = nanoTime;
        this.meters = meters;
    }

    /** One model's entry, in memory or not. */
    final class CachedModel {
        private final String id;
        private final long bytes;
        private final Supplier<Networks> opener;

        // Below: written with the lock held.
        private volatile @Nullable Networks networks;
        private boolean loading;
        private int users;
        private long lastUse;

        private CachedModel(String id, long bytes, Supplier<Networks> opener) {
            this.id = id;
            this.bytes = bytes;
            this.opener = opener;
        }

        /**
         * The networks of an acquired model.
         *
         * @throws IllegalStateException if it is not in memory, so outside of {@link #acquire} and {@link #release}
         */
        Networks networks() {
            Networks loaded = networks;
            if (loaded == null) {
                throw new IllegalStateException("model '" + id + "' is not in memory; acquire it with Engine.open");
            }
            return loaded;
        }

        private boolean isLoaded() {
            return networks != null;
        }

        /**
         * Loads the model if necessary, and keeps it in memory until it is released.
         *
         * @throws EngineException {@code OUT_OF_MEMORY} if there is no room, or what loading throws
         */
        Networks acquire() {
            lock.lock();
            try {
                users++;
                lastUse = ++uses;
                Networks loaded = awaitRoom();
                if (loaded != null) {
                    return loaded;
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

        /** The networks if they are in memory, perhaps loaded by another job meanwhile; null once there is room to load them. */
        private @Nullable Networks awaitRoom() {
            while (networks == null && (loading || !hasRoomFor(this))) {
                if (loading) {
                    changed.awaitUninterruptibly();
                } else {
                    makeRoomFor(this);
                }
            }
            return networks;
        }

        /** Takes long, so without the lock. */
        private Networks load() {
            Networks loaded = null;
            long start = nanoTime.getAsLong();
            try {
                loaded = opener.get();
                return loaded;
            } finally {
                meters.loaded(id, loaded != null, nanoTime.getAsLong() - start);
                lock.lock();
                loading = false;
                networks = loaded;
                users -= loaded == null ? 1 : 0;
                changed.signalAll();
                lock.unlock();
            }
        }

        void release() {
            lock.lock();
            try {
                users--;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** @throws EngineException if the model is larger than the whole budget */
    CachedModel add(String id, long bytes, Supplier<Networks> opener) {
        if (budget > 0 && bytes > budget) {
            throw new EngineException(
                    EngineException.Reason.OUT_OF_MEMORY,
                    "it takes " + bytes + " bytes, and darkroom.engine.memory is " + budget);
        }
        CachedModel model = new CachedModel(id, bytes, opener);
        models.add(model);
        return model;
    }

    private boolean hasRoomFor(CachedModel wanted) {
        return budget == 0 || bytesInMemory() + wanted.bytes <= budget;
    }

    /** Unloads one model, or waits for a job to release one. */
    private void makeRoomFor(CachedModel wanted) {
        CachedModel idle = models.stream()
                .filter(model -> model.isLoaded() && model.users == 0)
                .min(Comparator.comparingLong(model -> model.lastUse))
                .orElse(null);
        if (idle != null) {
            unload(idle);
        } else if (!awaitChange()) {
            throw new EngineException(
                    EngineException.Reason.OUT_OF_MEMORY,
                    "no room for model '" + wanted.id + "': others are in use; raise darkroom.engine.memory");
        }
    }

    private void unload(CachedModel model) {
        Networks unloaded = model.networks();
        model.networks = null;
        unloader.accept(unloaded);
        meters.unloaded(model.id);
    }

    private boolean awaitChange() {
        try {
            return changed.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(EngineException.Reason.FAILED, "interrupted while waiting for memory", e);
        }
    }

    private long bytesInMemory() {
        return models.stream()
                .filter(CachedModel::isLoaded)
                .mapToLong(model -> model.bytes)
                .sum();
    }

    /** Ids of the models in memory. Does not wait for one that is being loaded. */
    List<String> warm() {
        return models.stream()
                .filter(CachedModel::isLoaded)
                .map(model -> model.id)
                .toList();
    }

    /** Unloads all models; called after the device thread has ended. */
    void close() {
        lock.lock();
        try {
            for (CachedModel model : models) {
                Networks unloaded = model.networks;
                if (unloaded != null) {
                    model.networks = null;
                    unloaded.close();
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
