package io.darkroom.gateway.submit;

import io.darkroom.contracts.job.JobId;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.submit.Submitter.Accepted;
import io.darkroom.gateway.view.JobView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this gateway published by key while Redis was away, the last few thousand. Gateways do not see each other's then, but
 * sixty calls with one key become one record for each gateway, not sixty.
 */
final class LocalDeduplication {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock; the eldest first. */
    private final Map<JobId, Publication> published = new LinkedHashMap<>();

    private record Publication(String fingerprint, CompletableFuture<JobView> view) {}

    LocalDeduplication(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Publishes unless a twin has done so or is about to; then waits for that one.
     *
     * @throws ProblemException what {@code publish} threw, or {@code idempotency_key_reused}
     */
    Accepted once(JobId id, String fingerprint, Duration patience, Supplier<JobView> publish) {
        Publication mine = new Publication(fingerprint, new CompletableFuture<>());
        Publication twin = putIfAbsent(id, mine);
        if (twin == null) {
            return new Accepted(publish(id, mine, publish), false);
        }
        if (!twin.fingerprint().equals(fingerprint)) {
            throw Idempotency.reused();
        }
        return new Accepted(await(twin, patience), true);
    }

    private JobView publish(JobId id, Publication mine, Supplier<JobView> publish) {
        try {
            JobView view = publish.get();
            mine.view().complete(view);
            return view;
        } catch (RuntimeException e) {
            remove(id, mine);
            throw e;
        } finally {
            // Whatever else was thrown: nobody waits for what does not come.
            mine.view().cancel(false);
        }
    }

    private static JobView await(Publication twin, Duration patience) {
        try {
            return twin.view().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            throw Idempotency.inProgress();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Idempotency.inProgress();
        }
    }

    private @Nullable Publication putIfAbsent(JobId id, Publication mine) {
        lock.lock();
        try {
            Publication twin = published.putIfAbsent(id, mine);
            if (published.size() > capacity) {
                published.remove(published.keySet().iterator().next());
            }
            return twin;
        } finally {
            lock.unlock();
        }
    }

    private void remove(JobId id, Publication mine) {
        lock.lock();
        try {
            published.remove(id, mine);
        } finally {
            lock.unlock();
        }
    }
}
