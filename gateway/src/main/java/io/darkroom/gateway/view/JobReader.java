package io.darkroom.gateway.view;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.gateway.http.ProblemCode;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.darkroom.platform.store.JobOutcomes;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** The only way to read a job: by tenant and id, never by id alone. */
@ApplicationScoped
public class JobReader {
    /** How long a read waits for views that are being rebuilt. */
    private static final Duration REBUILD_WAIT = Duration.ofSeconds(5);

    /** Waiting threads read again after this time even if nothing was announced. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private final RedisJobViews views;
    private final RedisEpochs epochs;
    private final RedisAnnouncements announcements;
    private final JobOutcomes outcomes;

    JobReader(RedisJobViews views, RedisEpochs epochs, RedisAnnouncements announcements, JobOutcomes outcomes) {
        this.views = views;
        this.epochs = epochs;
        this.announcements = announcements;
        this.outcomes = outcomes;
    }

    /**
     * The job.
     *
     * @throws ProblemException {@code not_found} if the tenant has no such job; {@code view_unavailable} if it cannot
     *     be determined
     */
    public JobView get(String tenant, String id) {
        if (!JobId.isValid(id)) {
            throw ProblemException.notFound();
        }
        return get(tenant, new JobId(id));
    }

    private JobView get(String tenant, JobId id) {
        long deadline = System.nanoTime() + REBUILD_WAIT.toNanos();
        while (true) {
            Optional<JobView> found = find(tenant, id);
            if (found.isPresent()) {
                return found.get();
            }
            if (complete()) {
                // The view may have been written between the two reads.
                return find(tenant, id).orElseThrow(ProblemException::notFound);
            }
            if (System.nanoTime() > deadline || !pause(id)) {
                throw ProblemException.unavailable(
                        ProblemCode.VIEW_UNAVAILABLE,
                        "The view of jobs is being rebuilt; no data is lost. Retry shortly.",
                        Duration.ofSeconds(1),
                        null);
            }
        }
    }

    /** The job's view, or a view of its outcome; empty if there is neither. */
    public Optional<JobView> find(String tenant, JobId id) {
        try {
            Optional<JobView> view =
                    views.find(id).filter(found -> found.tenant().equals(tenant));
            return view.isPresent() ? view : outcome(tenant, id).map(JobView::ofOutcome);
        } catch (RedisUnavailableException e) {
            return outcome(tenant, id).map(JobView::ofOutcome);
        }
    }

    /** The outcome of the job from the object store; empty if it has not ended. */
    public Optional<Outcome> outcome(String tenant, JobId id) {
        return outcomes.find(tenant, id);
    }

    private boolean complete() {
        try {
            return epochs.complete();
        } catch (RedisUnavailableException e) {
            return false;
        }
    }

    private boolean pause(JobId id) {
        try (var watch = announcements.watch(id)) {
            watch.await(POLL_INTERVAL);
            return true;
        } catch (RedisUnavailableException e) {
            return false;
        }
    }

    /**
     * Waits until the view satisfies the condition, at most this long; returns the last view that was read in either
     * case.
     */
    public JobView await(JobView view, Predicate<JobView> wanted, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        JobView seen = view;
        if (wanted.test(seen)) {
            return seen;
        }
        try (var watch = announcements.watch(view.id())) {
            while (true) {
                seen = find(view.tenant(), view.id()).orElse(seen);
                long left = deadline - System.nanoTime();
                if (wanted.test(seen) || left <= 0) {
                    return seen;
                }
                watch.await(
                        Duration.ofNanos(Math.min(left, Duration.ofSeconds(1).toNanos())));
            }
        } catch (RedisUnavailableException e) {
            return seen;
        }
    }
}
