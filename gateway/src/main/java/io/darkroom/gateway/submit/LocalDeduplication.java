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
 * Remembers the last few thousand jobs that this gateway published by idempotency key while Redis was unavailable.
 * Gateways do not share this, so concurrent calls with one key result in at most one record per gateway.
 */
final class LocalDeduplication {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock; oldest first. */
    private final Map<JobId, Publication> published = new LinkedHashMap<>();

    private record Publication(String fingerprint, CompletableFuture<JobView> view) {}

    LocalDeduplication(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Publishes the job unless another call with the key has done so or is doing so; then waits for the result of that
     * call.
     *
     * @throws ProblemException as thrown by {@code publish}, or {@code idempotency_key_reused}
     */
    Accepted once(JobId id, String fingerprint, Duration patience, Supplier<JobView> publish) {
        Publication mine = new Publication(fingerprint, new CompletableFuture<>());
        Publication duplicate = putIfAbsent(id, mine);
        if (duplicate == null) {
            return new Accepted(publish(id, mine, publish), false);
        }
        if (!duplicate.fingerprint().equals(fingerprint)) {
            throw Idempotency.reused();
        }
        return new Accepted(await(duplicate, patience), true);
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
            // If anything else was thrown, waiting calls must not wait forever.
            mine.view().cancel(false);
        }
    }

    private static JobView await(Publication duplicate, Duration patience) {
        try {
            return duplicate.view().get(patience.toMillis(), TimeUnit.MILLISECONDS);
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
            Publication duplicate = published.putIfAbsent(id, mine);
            if (published.size() > capacity) {
                published.remove(published.keySet().iterator().next());
            }
            return duplicate;
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
