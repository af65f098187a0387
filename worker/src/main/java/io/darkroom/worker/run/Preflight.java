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
 * What is left to do for a job that was just acquired. The usual job, seen by the projection and never tried, costs three
 * look-ups in Redis; only one that may have been tried costs a look into the object store and the log.
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

    /** What a look finds. */
    public sealed interface Finding {
        /** It ended before; the outcome has to be told again. */
        record Ended(Outcome outcome) implements Finding {}

        /** A cancel came before it started (again). */
        record Canceled(Attempts attempts) implements Finding {}

        /** Its deadline passed before it ever started. */
        record Expired() implements Finding {}

        /** It was tried as often as it may be, but the last attempt may still come to an end. */
        record StillRuns() implements Finding {}

        /** It was tried as often as it may be, or handed out absurdly often. */
        record Exhausted(Attempts attempts) implements Finding {}

        /** It may run. */
        record Due(Attempts before) implements Finding {}
    }

    /**
     * @throws io.darkroom.platform.store.StoreUnavailableException if the outcome cannot be looked for
     * @throws io.darkroom.worker.ledger.LedgerUnavailableException if the attempts cannot be counted
     */
    public Finding at(JobRequest request, AcquiredJob job) {
        Optional<JobView> view = views.find(request.id());
        boolean redelivered = job.deliveries() > 1;
        if (redelivered || view.map(JobView::mayHaveEnded).orElse(true)) {
            Optional<Outcome> outcome = outcomes.find(request.tenant(), request.id());
            if (outcome.isPresent()) {
                return new Finding.Ended(outcome.get());
            }
        }
        Attempts attempts = attempts(request, job, view);
        if (cancelWanted(request)) {
            return new Finding.Canceled(attempts);
        }
        if (attempts.last() == 0 && request.expiredAt(clock.instant())) {
            return new Finding.Expired();
        }
        boolean tooOften = job.deliveries() > limits.deliveries();
        if (tooOften || attempts.charged() >= limits.attempts()) {
            return stillRuns(request, attempts, !tooOften) ? new Finding.StillRuns() : new Finding.Exhausted(attempts);
        }
        return new Finding.Due(attempts);
    }

    private Attempts attempts(JobRequest request, AcquiredJob job, Optional<JobView> view) {
        Attempts seen = view.map(it -> new Attempts(it.attempt(), it.attemptsCharged(), null))
                .orElse(Attempts.NONE);
        boolean fresh = job.timestamp().plus(limits.viewLag()).isAfter(clock.instant());
        boolean neverTried = job.deliveries() == 1 && seen.last() == 0 && (view.isPresent() || fresh);
        if (neverTried) {
            return Attempts.NONE;
        }
        Instant since = earlier(request.createdAt(), job.timestamp());
        return AttemptLedger.count(history.of(request.id(), since)).orOf(seen);
    }

    /**
     * A broker that crashed hands out what others still hold. Their attempts are not over, and a worker that died still
     * seems alive for a few seconds, which cost a job that is given up nothing.
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

    /** An attempt is about to start. The next look must not be misled by a view that lags behind it. */
    void begins(JobRequest request) {
        views.tried(request.id());
    }

    private boolean cancelWanted(JobRequest request) {
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
