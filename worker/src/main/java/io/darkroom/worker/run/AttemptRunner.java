package io.darkroom.worker.run;

import io.darkroom.contracts.event.JobEvent.Released;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.platform.store.StoreUnavailableException;
import io.darkroom.platform.telemetry.metric.JobMetrics;
import io.darkroom.platform.telemetry.trace.ActiveSpan;
import io.darkroom.worker.ledger.Attempts;
import io.darkroom.worker.pipeline.JobStopped;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.pipeline.PipelineResult;
import io.opentelemetry.api.trace.SpanKind;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Runs attempts: start event, pipeline, then the outcome or a release. One for all attempts of a worker. */
final class AttemptRunner {
    private static final Logger LOG = Logger.getLogger(AttemptRunner.class);

    private final AttemptFactory factory;
    private final CancelWatch cancels;
    private final OutcomeCommitter committer;
    private final DeadLetters deadLetters;
    private final Retries retries;
    private final RunTelemetry telemetry;
    private final int maxAttempts;

    /** @param maxAttempts attempts that may be charged to one job */
    AttemptRunner(
            AttemptFactory factory,
            CancelWatch cancels,
            OutcomeCommitter committer,
            DeadLetters deadLetters,
            Retries retries,
            RunTelemetry telemetry,
            int maxAttempts) {
        this.factory = factory;
        this.cancels = cancels;
        this.committer = committer;
        this.deadLetters = deadLetters;
        this.retries = retries;
        this.telemetry = telemetry;
        this.maxAttempts = maxAttempts;
    }

    /** Whether the next attempt is a retry after which none is left. */
    boolean isLast(Attempts before) {
        return before.charged() > 0 && before.charged() >= maxAttempts - 1;
    }

    /**
     * Runs one attempt to its end.
     *
     * @throws io.darkroom.platform.kafka.LogUnavailableException if its start or end is not known to be in the log
     * @throws StoreUnavailableException if it is not known how the job ended
     */
    Verdict run(JobRun run, JobRequest request, Attempts before, Pipeline pipeline) {
        Attempt attempt = factory.open(run, request, before);
        run.started(attempt);
        try (ActiveSpan _ = ActiveSpan.start(telemetry.traces().span("start").setSpanKind(SpanKind.PRODUCER))) {
            attempt.reporter().started();
        }
        try (CancelWatch.Watch _ = cancels.watch(request.id(), run.stop()::cancel)) {
            Verdict verdict = execute(attempt, pipeline);
            if (verdict instanceof Verdict.Accept ended) {
                telemetry
                        .meters()
                        .timer(
                                JobMetrics.RUN,
                                request.kind().wireName(),
                                ended.state().wireName())
                        .record(attempt.runNanos(), TimeUnit.NANOSECONDS);
            }
            return verdict;
        } finally {
            attempt.reporter().end();
        }
    }

    private Verdict execute(Attempt attempt, Pipeline pipeline) {
        JobRequest request = attempt.request();
        PipelineResult result;
        try {
            result = pipeline.run(request.model(), request.input(), attempt.context());
        } catch (JobStopped e) {
            return stopped(attempt, e);
        } catch (InterruptedException | RunProgress.WorkerShutdown e) {
            return interrupted(attempt);
        } catch (StoreUnavailableException e) {
            return storeUnavailable(attempt, e);
        } catch (Throwable e) {
            // Whatever a job does to its pipeline, running out of memory included, must not end the slot.
            return failed(attempt, e);
        }
        if (cancels.isRequested(request.id())) {
            return canceled(attempt, attempt.context().progress().stepsDone());
        }
        AttemptArtifacts artifacts = attempt.context().artifacts();
        return end(
                attempt,
                outcomes(attempt)
                        .finished(result.receipt(), artifacts.outputs(), artifacts.failures(), attempt.usage(result)));
    }

    /** Progress is silenced first, so that no event of this attempt follows the terminal event. */
    private Verdict end(Attempt attempt, Outcome outcome) {
        try {
            attempt.reporter().silence();
            return committer.commit(
                    attempt.request(),
                    outcome,
                    attempt.run().retry(),
                    attempt.context().checkpointer().mayExist());
        } catch (StoreUnavailableException e) {
            return storeUnavailable(attempt, e);
        }
    }

    private Verdict stopped(Attempt attempt, JobStopped why) {
        return switch (why.reason()) {
            case CANCELED -> canceled(attempt, why.step());
            case LOCK_LOST -> lockLost(attempt);
        };
    }

    private Verdict canceled(Attempt attempt, int step) {
        return end(attempt, outcomes(attempt).canceled(step, attempt.usage()));
    }

    private Verdict interrupted(Attempt attempt) {
        StopSignals stop = attempt.run().stop();
        stop.shield();
        if (stop.lockLost()) {
            return lockLost(attempt);
        }
        boolean written = attempt.context().checkpointer().writePending();
        attempt.releaseAtShutdown(written && !committer.deleteCheckpointIfEnded(attempt.request()));
        return new Verdict.Interrupted();
    }

    /**
     * Neither this worker, which is alive, nor the job is to blame. Another worker may run the job, so the event is for
     * the count only.
     */
    private Verdict lockLost(Attempt attempt) {
        attempt.run().stop().shield();
        attempt.reporter()
                .released(Released.LOCK_LOST, "worker " + attempt.reporter().worker() + " lost the lock");
        return new Verdict.LockLost();
    }

    private Verdict storeUnavailable(Attempt attempt, StoreUnavailableException cause) {
        if (attempt.run().stop().isEnding()) {
            return interrupted(attempt);
        }
        LOG.warnf(
                "job %s, attempt %d: released without charge: %s",
                attempt.request().id(), attempt.reporter().attempt(), cause.getMessage());
        attempt.reporter().released(Released.UNAVAILABLE, "the object store did not work");
        return retries.after(attempt.run().job().deliveries());
    }

    private Verdict failed(Attempt attempt, Throwable cause) {
        if (attempt.run().stop().isEnding()) {
            return interrupted(attempt);
        }
        Failure failure = RunFailures.of(cause);
        LOG.warnf(
                cause,
                "job %s, attempt %d failed: %s",
                attempt.request().id(),
                attempt.reporter().attempt(),
                failure.code().wireName());
        if (!failure.retryable()) {
            return end(attempt, outcomes(attempt).failed(failure, attempt.usage()));
        }
        attempt.context().checkpointer().deleteIfResumed();
        int charged = attempt.before().charged() + 1;
        if (charged < maxAttempts) {
            attempt.reporter().released(Released.TRANSIENT, failure.message());
            return retries.after(charged);
        }
        return exhausted(
                attempt,
                charged,
                RunFailures.attemptsExhausted(charged, failure.code().wireName() + ": " + failure.message()));
    }

    private Verdict exhausted(Attempt attempt, int charged, Failure failure) {
        Outcome outcome = outcomes(attempt).failed(failure, attempt.usage());
        attempt.reporter().silence();
        deadLetters.publish(attempt.run().job(), attempt.request(), failure, charged);
        return committer.commit(
                attempt.request(),
                outcome,
                attempt.run().retry(),
                attempt.context().checkpointer().mayExist());
    }

    private Outcomes outcomes(Attempt attempt) {
        return committer.outcomes(attempt.request(), attempt.reporter().attempt(), attempt.startedAt());
    }
}
