package io.darkroom.gateway.cancel;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobContext;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.Usage;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.ObjectKeys;
import io.darkroom.gateway.channel.KafkaSender;
import io.darkroom.gateway.platform.RedisUnavailableException;
import io.darkroom.gateway.platform.S3Objects;
import io.darkroom.gateway.view.JobReader;
import io.darkroom.gateway.view.JobView;
import io.darkroom.platform.telemetry.metric.JobMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.platform.telemetry.trace.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Cancels one job; doing it again changes nothing. */
@ApplicationScoped
public class JobCancellation {
    /** How long the answer waits for the view to show what was done. */
    private static final Duration SHOWN = Duration.ofSeconds(2);

    private static final String BY = "gateway";

    private final JobReader reader;
    private final S3Objects store;
    private final KafkaSender<JobEvent> events;
    private final RedisCancelFlags flags;
    private final Traces traces;
    private final Meters meters;
    private final Clock clock;

    JobCancellation(
            JobReader reader,
            S3Objects store,
            KafkaSender<JobEvent> events,
            RedisCancelFlags flags,
            Traces traces,
            Meters meters,
            Clock clock) {
        this.reader = reader;
        this.store = store;
        this.events = events;
        this.flags = flags;
        this.traces = traces;
        this.meters = meters;
        meters.counter(JobMetrics.ENDED_EARLY, JobState.CANCELED.wireName());
        meters.counter(JobMetrics.ENDED_EARLY, JobState.EXPIRED.wireName());
        this.clock = clock;
    }

    /** The job after the cancel: canceled, canceling, or ended otherwise before. */
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
        return reader.await(job, view -> view.state().isTerminal(), SHOWN).ended(winner);
    }

    /** Ends a job whose deadline has passed and that nobody is at. */
    void expire(JobView job) {
        JobRequest request = job.request();
        if (request != null && !job.state().isTerminal()) {
            Outcome winner =
                    commit(job, request, job.state() == JobState.CANCELING ? JobState.CANCELED : JobState.EXPIRED);
            if (!winner.by().equals(BY)) {
                // Its worker may have died before it told. Where it tells, too, the second time changes nothing.
                publishEnd(request, winner);
            }
        }
    }

    /** The outcome that counts: this one, or that of whoever was faster. */
    private Outcome commit(JobView job, JobRequest request, JobState state) {
        Outcome mine = outcome(job, request, state);
        String key = ObjectKeys.outcome(job.tenant(), job.id());
        Outcome winner = mine;
        if (!store.create(key, "application/json", Json.encode(mine))) {
            winner = reader.outcome(job.tenant(), job.id()).orElseThrow();
        }
        if (winner.by().equals(BY)) {
            stopIfTaken(job);
            publishEnd(request, winner);
            meters.counter(JobMetrics.ENDED_EARLY, winner.state().wireName()).increment();
        }
        return winner;
    }

    /** A worker may have taken it in this moment. It would find the outcome in the end; the flag spares it the work. */
    private void stopIfTaken(JobView job) {
        try {
            flags.raise(job.id());
        } catch (RedisUnavailableException e) {
            // The outcome stands; the flag only saves work.
        }
    }

    private void publishEnd(JobRequest request, Outcome outcome) {
        JobEvent finished = new JobEvent.Finished(
                JobEvent.SCHEMA,
                request.id(),
                request.tenant(),
                outcome.attempt(),
                Integer.MAX_VALUE,
                outcome.finishedAt(),
                outcome,
                JobContext.of(request));
        append(finished);
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
            append(new JobEvent.CancelRequested(
                    JobEvent.SCHEMA, job.id(), job.tenant(), job.ledger().attempt(), 0, now()));
        }
        return reader.await(
                job, view -> view.state() == JobState.CANCELING || view.state().isTerminal(), SHOWN);
    }

    private void append(JobEvent event) {
        events.sendAndAwait(event, traces.carried());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
