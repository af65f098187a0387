package io.darkroom.worker.run;

import io.darkroom.contracts.fleet.WorkerStatus;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.darkroom.platform.store.JobOutcomes;
import io.darkroom.worker.ledger.AttemptHistory;
import io.darkroom.worker.ledger.AttemptLedger;
import io.darkroom.worker.ledger.Attempts;
import io.darkroom.worker.view.CancelFlags;
import io.darkroom.worker.view.JobView;
import io.darkroom.worker.view.JobViews;
import io.darkroom.worker.view.RunningJobs;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what is left to do for a job that was just acquired. The usual job, known to the projection and never attempted,
 * takes three reads from Redis; only one that may have been attempted takes reads from the object store and the log.
 */
public final class Preflight {
    private final JobViews views;
    private final CancelFlags flags;
    private final RunningJobs running;
    private final JobOutcomes outcomes;
    private final AttemptHistory history;
    private final RunLimits limits;
    private final InstantSource clock;

    public Preflight(
            JobViews views,
            CancelFlags flags,
            RunningJobs running,
            JobOutcomes outcomes,
            AttemptHistory history,
            RunLimits limits,
            InstantSource clock) {
        this.views = views;
        this.flags = flags;
        this.running = running;
        this.outcomes = outcomes;
        this.history = history;
        this.limits = limits;
        this.clock = clock;
    }

    /** The decision. */
    public sealed interface Finding {
        /** It has an outcome, which has to be published again. */
        record Ended(Outcome outcome) implements Finding {}

        /** A cancel was requested before this attempt. */
        record Canceled(Attempts attempts) implements Finding {}

        /** Its deadline passed before it ever started. */
        record Expired() implements Finding {}

        /** Its attempts are used up, but the last one may still be running. */
        record StillRuns() implements Finding {}

        /** Its attempts are used up, or it was delivered far too often. */
        record Exhausted(Attempts attempts) implements Finding {}

        /** It may run. */
        record Due(Attempts before) implements Finding {}
    }

    /**
     * @throws io.darkroom.platform.store.StoreUnavailableException if the outcome cannot be read
     * @throws io.darkroom.worker.ledger.LedgerUnavailableException if the attempts cannot be counted
     */
    public Finding check(JobRequest request, AcquiredJob job) {
        Optional<JobView> view = views.find(request.id());
        boolean redelivered = job.deliveries() > 1;
        if (redelivered || view.map(JobView::mayHaveEnded).orElse(true)) {
            Optional<Outcome> outcome = outcomes.find(request.tenant(), request.id());
            if (outcome.isPresent()) {
                return new Finding.Ended(outcome.get());
            }
        }
        Attempts attempts = attempts(request, job, view);
        if (cancelRequested(request)) {
            return new Finding.Canceled(attempts);
        }
        if (attempts.last() == 0 && request.expiredAt(clock.instant())) {
            return new Finding.Expired();
        }
        boolean deliveredTooOften = job.deliveries() > limits.deliveries();
        if (deliveredTooOften || attempts.charged() >= limits.attempts()) {
            return stillRuns(request, attempts, !deliveredTooOften)
                    ? new Finding.StillRuns()
                    : new Finding.Exhausted(attempts);
        }
        return new Finding.Due(attempts);
    }

    private Attempts attempts(JobRequest request, AcquiredJob job, Optional<JobView> view) {
        Attempts seen = view.map(it -> new Attempts(it.attempt(), it.attemptsCharged(), null))
                .orElse(Attempts.NONE);
        boolean fresh = job.timestamp().plus(limits.viewLag()).isAfter(clock.instant());
        boolean neverAttempted = job.deliveries() == 1 && seen.last() == 0 && (view.isPresent() || fresh);
        if (neverAttempted) {
            return Attempts.NONE;
        }
        Instant since = earlier(request.createdAt(), job.timestamp());
        return AttemptLedger.count(history.of(request.id(), since)).orOf(seen);
    }

    /**
     * A broker that crashed delivers records that other workers still hold, whose attempts are not over. A worker that died
     * seems alive for a few seconds more; waiting that long does a job that is given up no harm.
     */
    private boolean stillRuns(JobRequest request, Attempts attempts, boolean ifUnknown) {
        Attempts.Start latest = attempts.latest();
        if (latest == null) {
            return false;
        }
        if (latest.at().plusSeconds(WorkerStatus.TTL_SECONDS).isAfter(clock.instant())) {
            return ifUnknown;
        }
        try {
            return running.at(latest.worker(), request.id());
        } catch (RedisUnavailableException _) {
            return ifUnknown;
        }
    }

    /** An attempt is about to start. The next preflight must not be misled by a view that lags behind. */
    void attemptStarts(JobRequest request) {
        views.tried(request.id());
    }

    private boolean cancelRequested(JobRequest request) {
        try {
            return !flags.raised(Set.of(request.id())).isEmpty();
        } catch (RedisUnavailableException _) {
            return false;
        }
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
