package io.darkroom.gateway.cancel;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.Usage;
import io.darkroom.gateway.view.JobReader;
import io.darkroom.gateway.view.JobView;
import io.darkroom.platform.kafka.EventLog;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.darkroom.platform.store.JobOutcomes;
import io.darkroom.platform.telemetry.metric.JobMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Cancels and expires jobs. All calls are idempotent. */
@ApplicationScoped
public class JobCancellation {
    /** How long a response waits for the view to show the cancellation. */
    private static final Duration VIEW_WAIT = Duration.ofSeconds(2);

    private static final String BY = "gateway";

    private final JobReader reader;
    private final JobOutcomes outcomes;
    private final EventLog log;
    private final RedisCancelFlags flags;
    private final Meters meters;
    private final Clock clock;

    JobCancellation(
            JobReader reader, JobOutcomes outcomes, EventLog log, RedisCancelFlags flags, Meters meters, Clock clock) {
        this.reader = reader;
        this.outcomes = outcomes;
        this.log = log;
        this.flags = flags;
        this.meters = meters;
        meters.counter(JobMetrics.ENDED_EARLY, JobState.CANCELED.wireName());
        meters.counter(JobMetrics.ENDED_EARLY, JobState.EXPIRED.wireName());
        this.clock = clock;
    }

    /** The job after the cancellation: canceled, canceling, or as it had already ended. */
    JobView cancel(JobView job) {
        JobRequest request = job.request();
        if (job.state().isTerminal()) {
            return job;
        }
        boolean waits = job.state() == JobState.QUEUED && job.ledger().attempt() == 0;
        return waits && request != null ? end(job, request) : flag(job);
    }

    private JobView end(JobView job, JobRequest request) {
        Outcome winner = commit(job, request, JobState.CANCELED);
        return reader.await(job, view -> view.state().isTerminal(), VIEW_WAIT).ended(winner);
    }

    /** Ends a job whose deadline has passed and that no worker is running. */
    void expire(JobView job) {
        JobRequest request = job.request();
        if (request != null && !job.state().isTerminal()) {
            Outcome winner =
                    commit(job, request, job.state() == JobState.CANCELING ? JobState.CANCELED : JobState.EXPIRED);
            if (!winner.by().equals(BY)) {
                // The worker may have died before it announced the outcome. A repeated announcement has no effect.
                outcomes.announce(request, winner, now());
            }
        }
    }

    /** The final outcome: this one, or the one that existed before. */
    private Outcome commit(JobView job, JobRequest request, JobState state) {
        Outcome winner = outcomes.commit(outcome(job, request, state));
        if (winner.by().equals(BY)) {
            flagIfAcquired(job);
            outcomes.announce(request, winner, now());
            meters.counter(JobMetrics.ENDED_EARLY, winner.state().wireName()).increment();
        }
        return winner;
    }

    /**
     * A worker may have acquired the job meanwhile. It would find the outcome at the end; the flag saves it the work.
     */
    private void flagIfAcquired(JobView job) {
        try {
            flags.raise(job.id());
        } catch (RedisUnavailableException e) {
            // The outcome stands; the flag only saves work.
        }
    }

    private Outcome outcome(JobView job, JobRequest request, JobState state) {
        Instant now = now();
        Instant waitedUntil = job.startedAt() == null ? now : job.startedAt();
        long queued =
                Math.max(0, Duration.between(request.createdAt(), waitedUntil).toMillis());
        return new Outcome(
                Outcome.SCHEMA,
                job.id(),
                job.tenant(),
                request.kind(),
                request.model(),
                state,
                job.ledger().attempt(),
                BY,
                List.of(),
                null,
                null,
                List.of(),
                null,
                new Usage(queued, 0, 0, 0),
                job.startedAt(),
                now);
    }

    /**
     * @throws RedisUnavailableException if the flag cannot be raised: the worker would not see it
     */
    private JobView flag(JobView job) {
        flags.raise(job.id());
        if (job.state() != JobState.CANCELING) {
            log.append(new JobEvent.CancelRequested(
                    JobEvent.SCHEMA, job.id(), job.tenant(), job.ledger().attempt(), 0, now()));
        }
        return reader.await(
                job, view -> view.state() == JobState.CANCELING || view.state().isTerminal(), VIEW_WAIT);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
