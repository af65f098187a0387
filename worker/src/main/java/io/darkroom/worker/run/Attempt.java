package io.darkroom.worker.run;

import io.darkroom.contracts.event.JobEvent.Released;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.Usage;
import io.darkroom.platform.store.StoreUnavailableException;
import io.darkroom.platform.telemetry.metric.JobMetrics;
import io.darkroom.platform.telemetry.trace.Span;
import io.darkroom.platform.telemetry.trace.Traces;
import io.darkroom.platform.telemetry.trace.Traces.Start;
import io.darkroom.worker.ledger.Attempts;
import io.darkroom.worker.pipeline.JobStopped;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.report.JobReporter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** One attempt at a job: started on record, developed, ended or given back. */
final class Attempt {
    private static final Logger LOG = Logger.getLogger(Attempt.class);

    private final JobRuns all;
    private final JobRequest request;
    private final AcquiredJob job;
    private final Attempts before;
    private final Pipeline pipeline;
    private final StopSignals stop;
    private final StoreRetry patiently;
    private final OutcomeCommitter ending;
    private final JobReporter reporter;
    private final RunContext context;
    private final Instant startedAt;
    private final long startNanos = System.nanoTime();

    Attempt(
            JobRuns all,
            JobRequest request,
            AcquiredJob job,
            Attempts before,
            Pipeline pipeline,
            StopSignals stop,
            StoreRetry patiently,
            OutcomeCommitter ending) {
        this.all = all;
        this.request = request;
        this.job = job;
        this.before = before;
        this.pipeline = pipeline;
        this.stop = stop;
        this.patiently = patiently;
        this.ending = ending;
        this.startedAt = all.clock().instant();
        this.reporter = new JobReporter(all.log(), all.speaker(), all.clock(), request, before.last() + 1);
        String run = Long.toUnsignedString(all.random().nextLong(), 36);
        this.context = new RunContext(all, request, run, patiently, reporter, stop);
    }

    /**
     * Makes it.
     *
     * @throws io.darkroom.platform.kafka.LogUnavailableException if the start or the end could not be put on record
     * @throws StoreUnavailableException if it is not known how the job ended
     */
    Verdict make() {
        try (Span _ = all.traces().begin(Start.of("start", Traces.Kind.PRODUCER))) {
            all.look().begins(request);
            reporter.started(all.worker());
        }
        try (CancelWatch.Watch _ = all.cancels().watch(request.id(), stop::cancel)) {
            Verdict verdict = developAndEnd();
            if (verdict instanceof Verdict.Accept ended) {
                all.meters()
                        .timer(
                                JobMetrics.RUN,
                                request.kind().wireName(),
                                ended.state().wireName())
                        .record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
            }
            return verdict;
        } finally {
            reporter.end();
        }
    }

    /** From another thread: the job goes back, whatever the run still does. */
    void giveBack() {
        giveBack("");
    }

    /** Whether it goes on far beyond its time limit: it hangs where nobody can stop it. */
    boolean stuck() {
        TimeLimits times = all.limits().times();
        Duration longest = times.of(request.kind()).plus(times.patience());
        return System.nanoTime() - startNanos > longest.toNanos();
    }

    /** From another thread: counts as failed, whatever the run still does. */
    void giveUp() {
        release(
                Released.TRANSIENT,
                "it hung at step " + context.stepsDone() + " until long after its time limit; worker " + all.worker()
                        + " ends itself");
    }

    private void giveBack(String more) {
        release(Released.SHUTDOWN, "worker " + all.worker() + " shuts down" + more);
    }

    private void release(String reason, String message) {
        reporter.released(reason, message);
        all.meters().counter(JobMetrics.RELEASED, reason).increment();
    }

    @SuppressWarnings("ThrowableNotThrown")
    private Verdict developAndEnd() {
        PipelineResult developed;
        try {
            developed = pipeline.develop(request.model(), request.input(), context);
        } catch (JobStopped e) {
            return stopped(e);
        } catch (InterruptedException | RunContext.ShutDown e) {
            return interrupted();
        } catch (StoreUnavailableException e) {
            return unavailable(e);
        } catch (Throwable e) {
            // Whatever a job does to its pipeline, out of memory included, must not take the slot with it.
            return failed(e);
        }
        if (all.cancels().isWanted(request.id())) {
            return canceled(context.stepsDone());
        }
        return end(outcomes().developed(developed.receipt(), context.outputs(), context.failures(), usage(developed)));
    }

    private Verdict end(Outcome outcome) {
        try {
            return ending.with(request, outcome, quietly(), context.handover().litter());
        } catch (StoreUnavailableException e) {
            return unavailable(e);
        }
    }

    /** Progress falls silent, so that nothing of this attempt enters the log after the terminal event. */
    private StoreRetry quietly() {
        reporter.quiet();
        return patiently;
    }

    private Verdict stopped(JobStopped why) {
        return switch (why.reason()) {
            case CANCELED -> canceled(why.step());
            case LOCK_LOST -> lockLost();
        };
    }

    private Verdict canceled(int step) {
        return end(outcomes().canceled(step, usage()));
    }

    private Verdict interrupted() {
        stop.shield();
        if (stop.lockLost()) {
            return lockLost();
        }
        boolean left = context.handover().leave() && !endedElsewhere();
        giveBack(left ? "; the next one goes on from a checkpoint at step " + context.stepsDone() : "");
        return new Verdict.Interrupted();
    }

    /** Whoever ended the job may have looked for litter before this attempt left its checkpoint. */
    private boolean endedElsewhere() {
        try {
            boolean ended = all.outcomes().find(request.tenant(), request.id()).isPresent();
            if (ended) {
                all.checkpoints().forget(request.tenant(), request.id());
            }
            return ended;
        } catch (StoreUnavailableException _) {
            return false;
        }
    }

    /** The worker lives, so neither it nor the job is to blame. Others go on, so only the count is told. */
    private Verdict lockLost() {
        stop.shield();
        release(Released.LOCK_LOST, "worker " + all.worker() + " lost the lock");
        return new Verdict.LockLost();
    }

    private Verdict unavailable(StoreUnavailableException cause) {
        if (stop.shutdown() || stop.lockLost()) {
            return interrupted();
        }
        LOG.warnf("job %s, attempt %d: given back uncharged: %s", request.id(), reporter.attempt(), cause.getMessage());
        release(Released.UNAVAILABLE, "the object store did not work");
        return retryAfter(job.deliveries());
    }

    private Verdict failed(Throwable cause) {
        if (stop.shutdown() || stop.lockLost()) {
            return interrupted();
        }
        Failure failure = Failures.of(cause);
        LOG.warnf(
                cause,
                "job %s, attempt %d failed: %s",
                request.id(),
                reporter.attempt(),
                failure.code().wireName());
        Usage usage = usage();
        if (!failure.retryable()) {
            return end(outcomes().failed(failure, usage));
        }
        context.handover().distrust();
        int charged = before.charged() + 1;
        if (charged < all.limits().attempts()) {
            release(Released.TRANSIENT, failure.message());
            return retryAfter(charged);
        }
        Failure last = Failures.attemptsExhausted(charged, failure.code().wireName() + ": " + failure.message());
        return ending.with(
                request,
                outcomes().failed(last, usage),
                Failures.deadLetter(all, job, request, last, charged),
                quietly(),
                context.handover().litter());
    }

    private Verdict retryAfter(int failures) {
        return new Verdict.RetryAfter(all.limits().retry().after(failures, all.random()));
    }

    private Outcomes outcomes() {
        return new Outcomes(
                request,
                all.worker(),
                reporter.attempt(),
                startedAt,
                all.clock().instant());
    }

    private Usage usage(PipelineResult developed) {
        return new Usage(queuedMs(), runMs(), context.deviceMs(developed.deviceMs()), developed.steps());
    }

    private Usage usage() {
        return new Usage(queuedMs(), runMs(), context.deviceMs(0), context.stepsDone());
    }

    private long queuedMs() {
        return Math.max(0, Duration.between(request.createdAt(), startedAt).toMillis());
    }

    private long runMs() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }
}
