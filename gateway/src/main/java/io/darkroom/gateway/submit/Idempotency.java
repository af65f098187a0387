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
 * One job per key. The record of a key is the view of the job that it names: it carries the fingerprint of the body, and it is
 * rebuilt from the log like every view. While Redis is away calls go ahead, once for each gateway: they publish the same job
 * id, which has one outcome at most.
 */
@ApplicationScoped
public class Idempotency {
    private static final int REMEMBERED = 4_000;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final JobReader reader;
    private final RedisReservations reservations;
    private final RedisAnnouncements announcements;
    private final LocalDeduplication twins = new LocalDeduplication(REMEMBERED);
    private final Duration twinWait;
    private final LongSupplier nanoTime;

    @Inject
    Idempotency(
            JobReader reader, RedisReservations reservations, RedisAnnouncements announcements, SubmitConfig config) {
        this(reader, reservations, announcements, config.twinWait(), System::nanoTime);
    }

    Idempotency(
            JobReader reader,
            RedisReservations reservations,
            RedisAnnouncements announcements,
            Duration twinWait,
            LongSupplier nanoTime) {
        this.reader = reader;
        this.reservations = reservations;
        this.announcements = announcements;
        this.twinWait = twinWait;
        this.nanoTime = nanoTime;
    }

    /**
     * The job that the key already names, or the one that {@code publish} makes now.
     *
     * @param validate runs before anything is reserved
     * @throws ProblemException {@code idempotency_key_reused} if the key names a job of another body
     */
    <T> Accepted once(String tenant, JobId id, String fingerprint, Supplier<T> validate, Function<T, JobView> publish) {
        Optional<Accepted> earlier = earlier(tenant, id, fingerprint);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        T prepared = validate.get();
        long begun = nanoTime.getAsLong();
        try {
            // Looked at least once, however long the machine paused.
            do {
                Optional<Reservation> mine = reservations.take(id, fingerprint);
                if (mine.isPresent()) {
                    return publishOnce(tenant, mine.get(), fingerprint, prepared, publish);
                }
                String holder = reservations.holder(id);
                if (holder != null && !holder.equals(fingerprint)) {
                    throw reused();
                }
                earlier = waitForTwin(tenant, id, fingerprint);
                if (earlier.isPresent()) {
                    return earlier.get();
                }
            } while (nanoTime.getAsLong() - begun < twinWait.toNanos());
        } catch (RedisUnavailableException e) {
            return twins.once(id, fingerprint, twinWait, () -> publish.apply(prepared));
        }
        throw inProgress();
    }

    private <T> Accepted publishOnce(
            String tenant, Reservation mine, String fingerprint, T prepared, Function<T, JobView> publish) {
        boolean doubtful = false;
        try {
            // The call that held the reservation before may have finished since we looked.
            Optional<Accepted> earlier = earlier(tenant, mine.id(), fingerprint);
            return earlier.isPresent() ? earlier.get() : new Accepted(publish.apply(prepared), false);
        } catch (LogUnavailableException e) {
            doubtful = true;
            throw e;
        } finally {
            if (doubtful) {
                // The log may have it though nobody can see it yet: until then no other body may take the key.
                reservations.doubt(mine);
            } else {
                reservations.release(mine);
            }
        }
    }

    Optional<Accepted> waitForTwin(String tenant, JobId id, String fingerprint) {
        try (var watch = announcements.watch(id)) {
            Optional<Accepted> earlier = earlier(tenant, id, fingerprint);
            if (earlier.isPresent()) {
                return earlier;
            }
            watch.await(LOOK_AGAIN);
            return earlier(tenant, id, fingerprint);
        }
    }

    Optional<JobView> look(String tenant, JobId id) {
        return reader.look(tenant, id);
    }

    Optional<Accepted> earlier(String tenant, JobId id, String fingerprint) {
        Optional<JobView> view = look(tenant, id);
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
                "Another call with this key is still being accepted. Repeat the request shortly.",
                Duration.ofSeconds(1),
                null);
    }

    static ProblemException reused() {
        return ProblemException.of(
                ProblemCode.IDEMPOTENCY_KEY_REUSED,
                "This key already names a job made from another body. Use a fresh key for a new job.");
    }
}
