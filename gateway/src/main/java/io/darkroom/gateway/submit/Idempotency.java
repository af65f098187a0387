package io.darkroom.gateway.submit;

import io.darkroom.contracts.job.JobId;
import io.darkroom.gateway.http.ProblemCode;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.submit.RedisReservations.Reservation;
import io.darkroom.gateway.submit.Submitter.Accepted;
import io.darkroom.gateway.view.JobReader;
import io.darkroom.gateway.view.JobView;
import io.darkroom.gateway.view.RedisAnnouncements;
import io.darkroom.platform.kafka.LogUnavailableException;
import io.darkroom.platform.redis.RedisUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Ensures one job per idempotency key. The record of a key is the view of its job: it contains the fingerprint of the
 * body and is rebuilt from the log like every view. While Redis is unavailable each gateway publishes the job at most
 * once; all of them use the same job id, which has at most one outcome.
 */
@ApplicationScoped
public class Idempotency {
    private static final int REMEMBERED = 4_000;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private final JobReader reader;
    private final RedisReservations reservations;
    private final RedisAnnouncements announcements;
    private final LocalDeduplication localDeduplication = new LocalDeduplication(REMEMBERED);
    private final Duration duplicateWait;
    private final LongSupplier nanoTime;

    @Inject
    Idempotency(
            JobReader reader, RedisReservations reservations, RedisAnnouncements announcements, SubmitConfig config) {
        this(reader, reservations, announcements, config.duplicateWait(), System::nanoTime);
    }

    Idempotency(
            JobReader reader,
            RedisReservations reservations,
            RedisAnnouncements announcements,
            Duration duplicateWait,
            LongSupplier nanoTime) {
        this.reader = reader;
        this.reservations = reservations;
        this.announcements = announcements;
        this.duplicateWait = duplicateWait;
        this.nanoTime = nanoTime;
    }

    /**
     * The job that the key already identifies, or the one that {@code publish} creates now.
     *
     * @param validate runs before anything is reserved
     * @throws ProblemException {@code idempotency_key_reused} if the key belongs to a job with a different body
     */
    <T> Accepted once(String tenant, JobId id, String fingerprint, Supplier<T> validate, Function<T, JobView> publish) {
        Optional<Accepted> earlier = earlier(tenant, id, fingerprint);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        T prepared = validate.get();
        long begun = nanoTime.getAsLong();
        try {
            // At least one attempt, however long the process was paused.
            do {
                Optional<Reservation> mine = reservations.acquire(id, fingerprint);
                if (mine.isPresent()) {
                    return publishOnce(tenant, mine.get(), fingerprint, prepared, publish);
                }
                String holder = reservations.holder(id);
                if (holder != null && !holder.equals(fingerprint)) {
                    throw reused();
                }
                earlier = waitForDuplicate(tenant, id, fingerprint);
                if (earlier.isPresent()) {
                    return earlier.get();
                }
            } while (nanoTime.getAsLong() - begun < duplicateWait.toNanos());
        } catch (RedisUnavailableException e) {
            return localDeduplication.once(id, fingerprint, duplicateWait, () -> publish.apply(prepared));
        }
        throw inProgress();
    }

    private <T> Accepted publishOnce(
            String tenant, Reservation mine, String fingerprint, T prepared, Function<T, JobView> publish) {
        boolean doubtful = false;
        try {
            // The previous holder of the reservation may have finished since the last check.
            Optional<Accepted> earlier = earlier(tenant, mine.id(), fingerprint);
            return earlier.isPresent() ? earlier.get() : new Accepted(publish.apply(prepared), false);
        } catch (LogUnavailableException e) {
            doubtful = true;
            throw e;
        } finally {
            if (doubtful) {
                // The log may contain the job although it is not visible yet: no other body may use the key meanwhile.
                reservations.markInDoubt(mine);
            } else {
                reservations.release(mine);
            }
        }
    }

    Optional<Accepted> waitForDuplicate(String tenant, JobId id, String fingerprint) {
        try (var watch = announcements.watch(id)) {
            Optional<Accepted> earlier = earlier(tenant, id, fingerprint);
            if (earlier.isPresent()) {
                return earlier;
            }
            watch.await(POLL_INTERVAL);
            return earlier(tenant, id, fingerprint);
        }
    }

    Optional<JobView> find(String tenant, JobId id) {
        return reader.find(tenant, id);
    }

    Optional<Accepted> earlier(String tenant, JobId id, String fingerprint) {
        Optional<JobView> view = find(tenant, id);
        view.ifPresent(known -> {
            String other = known.fingerprint();
            if (other != null && !other.equals(fingerprint)) {
                throw reused();
            }
        });
        return view.map(known -> new Accepted(known, true));
    }

    static ProblemException inProgress() {
        return ProblemException.unavailable(
                ProblemCode.IDEMPOTENCY_IN_PROGRESS,
                "Another call with this key is still in progress. Retry the request shortly.",
                Duration.ofSeconds(1),
                null);
    }

    static ProblemException reused() {
        return ProblemException.of(
                ProblemCode.IDEMPOTENCY_KEY_REUSED,
                "This key was already used for a job with a different body. Use a new key for a new job.");
    }
}
