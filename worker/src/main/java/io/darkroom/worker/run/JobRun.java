package io.darkroom.worker.run;

import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.outcome.Usage;
import io.darkroom.contracts.wire.Json;
import io.darkroom.platform.kafka.LogUnavailableException;
import io.darkroom.platform.store.StoreUnavailableException;
import io.darkroom.platform.telemetry.metric.JobMetrics;
import io.darkroom.platform.telemetry.trace.Span;
import io.darkroom.platform.telemetry.trace.Traces.Start;
import io.darkroom.worker.ledger.Attempts;
import io.darkroom.worker.ledger.LedgerUnavailableException;
import io.darkroom.worker.pipeline.Pipeline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One job's way through this worker: look → attempt → end → verdict. {@link #execute} runs on a thread of its own; the
 * other methods are called by the thread that holds the lock.
 */
public final class JobRun {
    private static final Logger LOG = Logger.getLogger(JobRun.class);

    private final JobRuns all;
    private final AcquiredJob job;
    private final StopSignals stop = new StopSignals();
    private final StoreRetry patiently;
    private final OutcomeCommitter ending;
    private final AtomicReference<@Nullable Attempt> attempt = new AtomicReference<>();

    JobRun(JobRuns all, AcquiredJob job) {
        this.all = all;
        this.job = job;
        this.patiently = new StoreRetry(stop, all.gate(), all.limits().storePatience(), all.random());
        this.ending = new OutcomeCommitter(
                all.outcomes(), all.checkpoints(), all.log(), all.traces(), all.meters(), all.clock());
    }

    /** Runs the job as far as it goes. */
    public Verdict execute() {
        stop.runsOn(Thread.currentThread());
        JobRequest request = decode();
        if (request == null) {
            return guarded(null, this::reject);
        }
        try (InFlightJobs.Stay stay = all.onePerJob().enter(request.id()).orElse(null)) {
            return stay == null ? new Verdict.RetryAfter(all.limits().retry().first()) : execute(request);
        }
    }

    private Verdict execute(JobRequest request) {
        try (JobTrace trace = JobTrace.open(all, request, job)) {
            Verdict verdict = guarded(request, () -> carryOn(request, trace));
            trace.ended(verdict);
            return verdict;
        }
    }

    private Verdict guarded(@Nullable JobRequest request, Supplier<Verdict> work) {
        try {
            return work.get();
        } catch (StoreUnavailableException e) {
            all.gate().reportOutage(e);
            return again(e);
        } catch (LogUnavailableException | LedgerUnavailableException e) {
            return again(e);
        } catch (RuntimeException e) {
            return defect(request, e);
        }
    }

    /** Somebody else may have the job: stop as soon as possible. Interrupts {@link #execute}. */
    public void loseLock() {
        stop.loseLock();
    }

    /** The worker goes away: stop as soon as possible and give the job back. Interrupts {@link #execute}. */
    public void shutDown() {
        stop.shutDown();
    }

    /** The run did not stop in time; gives the job back in its name. What the run still says is not heard. */
    public void abandon() {
        Attempt running = attempt.get();
        if (running != null) {
            running.giveBack();
        }
    }

    /** Whether the run hangs where it cannot be stopped. */
    public boolean stuck() {
        Attempt running = attempt.get();
        return running != null && running.stuck();
    }

    /** Gives up a run that is stuck; its attempt is charged. What the run still says is not heard. */
    public void giveUp() {
        Attempt running = attempt.get();
        if (running != null) {
            LOG.errorf("the run of record %s hangs and cannot be stopped", job);
            running.giveUp();
        }
    }

    private Verdict carryOn(JobRequest request, JobTrace trace) {
        return switch (look(request)) {
            case Preflight.Finding.Ended it -> ending.tell(request, it.outcome(), true);
            case Preflight.Finding.Canceled it ->
                ending.with(
                        request,
                        before(request, it.attempts()).canceled(null, Usage.NONE),
                        patiently,
                        tried(it.attempts()));
            case Preflight.Finding.Expired _ ->
                ending.with(request, before(request, Attempts.NONE).expired(), patiently, false);
            case Preflight.Finding.StillRuns _ ->
                new Verdict.RetryAfter(all.limits().retry().longest());
            case Preflight.Finding.Exhausted it -> exhausted(request, it.attempts());
            case Preflight.Finding.Due it -> attempt(request, it.before(), trace);
        };
    }

    private Preflight.Finding look(JobRequest request) {
        try (Span _ = all.traces().begin(Start.of("look first"))) {
            return all.look().at(request, job);
        }
    }

    private Verdict attempt(JobRequest request, Attempts before, JobTrace trace) {
        Pipeline pipeline = all.pipelines().get(request.kind());
        if (pipeline == null || !all.models().contains(request.model())) {
            return notServed(request, before);
        }
        if (!all.gate().isOpen()) {
            return again(new StoreUnavailableException("the object store is down"));
        }
        if (stop.shutdown()) {
            return new Verdict.Interrupted();
        }
        boolean last = before.charged() > 0 && before.charged() >= all.limits().attempts() - 1;
        try (LastAttemptGate.Stay stay = all.solitude().enter(last).orElse(null)) {
            if (stay == null) {
                return again(
                        new IllegalStateException("its last attempt is made alone, and others did not end in time"));
            }
            if (last) {
                LOG.infof("job %s has its last attempt, which it makes alone", request.id());
            }
            trace.attempt(before);
            Attempt next = new Attempt(all, request, job, before, pipeline, stop, patiently, ending);
            attempt.set(next);
            return next.make();
        } catch (InterruptedException _) {
            return stop.lockLost() ? new Verdict.LockLost() : new Verdict.Interrupted();
        }
    }

    /** Another worker may serve it, or one may start; the job is not to blame and is not charged. */
    private Verdict notServed(JobRequest request, Attempts before) {
        Duration patience = all.limits().modelPatience();
        if (all.clock().instant().isBefore(job.timestamp().plus(patience))) {
            return new Verdict.RetryAfter(all.limits().retry().longest());
        }
        Failure failure = Failure.of(
                FailureCode.MODEL_UNAVAILABLE,
                "no worker served model '" + request.model() + "' for "
                        + request.kind().wireName() + " within " + patience.toSeconds()
                        + " s; start one that does, then submit the job again");
        return ending.with(request, before(request, before).failed(failure, Usage.NONE), patiently, tried(before));
    }

    private Verdict exhausted(JobRequest request, Attempts attempts) {
        String cause = attempts.lastCause() == null ? "the workers that ran it died" : attempts.lastCause();
        Failure failure = attempts.charged() >= all.limits().attempts()
                ? Failures.attemptsExhausted(attempts.charged(), cause)
                : Failure.of(
                        FailureCode.INTERNAL, "handed out " + job.deliveries() + " times without an end: " + cause);
        return ending.with(
                request,
                before(request, attempts).failed(failure, Usage.NONE),
                Failures.deadLetter(all, job, request, failure, attempts.charged()),
                patiently,
                true);
    }

    /** Whether an earlier attempt may have left a checkpoint. */
    private static boolean tried(Attempts attempts) {
        return attempts.last() > 0;
    }

    private Outcomes before(JobRequest request, Attempts attempts) {
        return Outcomes.beforeStart(
                request, all.worker(), attempts.last(), all.clock().instant());
    }

    /** Null for anything but a complete request. */
    private @Nullable JobRequest decode() {
        try {
            byte[] value = job.value();
            JobRequest request = value == null ? null : Json.decode(value, JobRequest.class);
            boolean complete = request != null
                    && request.id() != null
                    && request.tenant() != null
                    && request.model() != null
                    && request.input() != null
                    && request.createdAt() != null;
            return complete ? request : null;
        } catch (Json.MalformedMessageException e) {
            LOG.warnf("record %s is no job: %s", job, e.getMessage());
            return null;
        }
    }

    private Verdict reject() {
        String key = job.key() == null ? "" : new String(job.key(), StandardCharsets.UTF_8);
        all.log()
                .append(new DeadLetter(
                        DeadLetter.SCHEMA,
                        JobId.isValid(key) ? new JobId(key) : null,
                        null,
                        FailureCode.INVALID_INPUT,
                        "record " + job + " is no job request that this version can read",
                        0,
                        all.worker(),
                        all.clock().instant(),
                        job.topic(),
                        job.partition(),
                        job.offset(),
                        job.value(),
                        Failures.memory()));
        all.meters()
                .counter(JobMetrics.DEAD_LETTERS, FailureCode.INVALID_INPUT.wireName())
                .increment();
        return new Verdict.Reject(FailureCode.INVALID_INPUT);
    }

    private Verdict again(RuntimeException cause) {
        if (stop.shutdown()) {
            return new Verdict.Interrupted();
        }
        LOG.warnf("job of record %s is handed out again: %s", job, cause.getMessage());
        return new Verdict.RetryAfter(all.limits().retry().after(job.deliveries(), all.random()));
    }

    /** A defect of ours outside the pipeline. It must not go round for ever. */
    private Verdict defect(@Nullable JobRequest request, RuntimeException cause) {
        LOG.errorf(cause, "defect while running the job of record %s, delivery %d", job, job.deliveries());
        if (request == null || job.deliveries() <= all.limits().attempts()) {
            return again(cause);
        }
        try {
            Failure failure = Failure.of(FailureCode.INTERNAL, Failures.describe(cause));
            return ending.with(
                    request,
                    before(request, Attempts.NONE).failed(failure, Usage.NONE),
                    Failures.deadLetter(all, job, request, failure, 0),
                    patiently,
                    true);
        } catch (RuntimeException e) {
            return again(e);
        }
    }
}
