package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.wire.Json;
import io.darkroom.platform.kafka.LogUnavailableException;
import io.darkroom.platform.store.StoreUnavailableException;
import io.darkroom.platform.telemetry.trace.ActiveSpan;
import io.darkroom.worker.ledger.Attempts;
import io.darkroom.worker.ledger.LedgerUnavailableException;
import io.darkroom.worker.pipeline.Pipeline;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The way of a job through this worker: decode → preflight → attempt → outcome → verdict. One for all jobs of a worker;
 * what belongs to one delivery is in its {@link JobRun}.
 *
 * <p>Whatever fails on the way, there is a verdict: either the job has an outcome, or it is delivered again.
 */
public final class JobRunner {
    private static final Logger LOG = Logger.getLogger(JobRunner.class);

    private final ServedPipelines served;
    private final Preflight preflight;
    private final AttemptRunner attempts;
    private final JobTermination termination;
    private final RunStorage storage;
    private final Retries retries;
    private final JobTraces traces;
    private final InFlightJobs inFlight = new InFlightJobs();
    private final LastAttemptGate lastAttempts = new LastAttemptGate();

    JobRunner(
            ServedPipelines served,
            Preflight preflight,
            AttemptRunner attempts,
            JobTermination termination,
            RunStorage storage,
            Retries retries,
            JobTraces traces) {
        this.served = served;
        this.preflight = preflight;
        this.attempts = attempts;
        this.termination = termination;
        this.storage = storage;
        this.retries = retries;
        this.traces = traces;
    }

    public JobRun open(AcquiredJob job) {
        StopSignals stop = new StopSignals();
        return new JobRun(this, job, stop, storage.retry(stop));
    }

    Verdict run(JobRun run) {
        return guarded(run, null, () -> {
            JobRequest request = decode(run.job());
            return request == null
                    ? termination.unreadable(run.job())
                    : guarded(run, request, () -> runOnce(run, request));
        });
    }

    private Verdict runOnce(JobRun run, JobRequest request) {
        try (InFlightJobs.Permit permit = inFlight.acquire(request.id()).orElse(null)) {
            return permit == null ? retries.soon() : traced(run, request);
        }
    }

    private Verdict traced(JobRun run, JobRequest request) {
        try (JobTrace trace = traces.open(request, run.job())) {
            Verdict verdict = guarded(run, request, () -> proceed(run, request, trace));
            trace.ended(verdict);
            return verdict;
        }
    }

    private Verdict guarded(JobRun run, @Nullable JobRequest request, Supplier<Verdict> work) {
        try {
            return work.get();
        } catch (StoreUnavailableException e) {
            storage.gate().reportOutage(e);
            return again(run, e);
        } catch (LogUnavailableException | LedgerUnavailableException e) {
            return again(run, e);
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            // Errors, too: a job on which the worker runs out of memory before its attempt must come to an end.
            return defect(run, request, e);
        }
    }

    private Verdict proceed(JobRun run, JobRequest request, JobTrace trace) {
        return switch (check(run, request)) {
            case Preflight.Finding.Ended it -> termination.ended(request, it.outcome());
            case Preflight.Finding.Canceled it -> termination.canceled(request, it.attempts(), run.retry());
            case Preflight.Finding.Expired _ -> termination.expired(request, run.retry());
            case Preflight.Finding.StillRuns _ -> retries.late();
            case Preflight.Finding.Exhausted it ->
                termination.exhausted(run.job(), request, it.attempts(), run.retry());
            case Preflight.Finding.Due it -> attempt(run, request, it.before(), trace);
        };
    }

    private Preflight.Finding check(JobRun run, JobRequest request) {
        try (ActiveSpan _ = traces.start("preflight")) {
            return preflight.check(request, run.job());
        }
    }

    private Verdict attempt(JobRun run, JobRequest request, Attempts before, JobTrace trace) {
        Optional<Pipeline> pipeline = served.find(request);
        if (pipeline.isEmpty()) {
            return termination.notServed(run.job(), request, before, run.retry());
        }
        if (!storage.gate().isOpen()) {
            return again(run, new StoreUnavailableException("the object store is down"));
        }
        if (run.stop().shutdown()) {
            return new Verdict.Interrupted();
        }
        boolean last = attempts.isLast(before);
        try (LastAttemptGate.Permit permit = lastAttempts.acquire(last).orElse(null)) {
            if (permit == null) {
                return again(
                        run,
                        new IllegalStateException(
                                "its last attempt has to run alone, and the other jobs did not end in time"));
            }
            if (last) {
                LOG.infof("job %s starts its last attempt and runs alone", request.id());
            }
            trace.attempt(before);
            preflight.attemptStarts(request);
            return attempts.run(run, request, before, pipeline.get());
        } catch (InterruptedException _) {
            return run.stop().lockLost() ? new Verdict.LockLost() : new Verdict.Interrupted();
        }
    }

    /** Null for anything but a complete request. */
    private static @Nullable JobRequest decode(AcquiredJob job) {
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
            LOG.warnf("record %s is not a job: %s", job, e.getMessage());
            return null;
        }
    }

    private Verdict again(JobRun run, Throwable cause) {
        if (run.stop().shutdown()) {
            return new Verdict.Interrupted();
        }
        LOG.warnf("the job of record %s will be delivered again: %s", run.job(), cause.getMessage());
        return retries.after(run.job().deliveries());
    }

    /** A defect of the worker outside the pipeline. The job must not be delivered for ever. */
    private Verdict defect(JobRun run, @Nullable JobRequest request, Throwable cause) {
        AcquiredJob job = run.job();
        LOG.errorf(cause, "defect while running the job of record %s, delivery %d", job, job.deliveries());
        if (request == null || !termination.isDefectFinal(job)) {
            return again(run, cause);
        }
        try {
            return termination.defect(job, request, cause, run.retry());
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            return again(run, e);
        }
    }

    LastAttemptGate lastAttempts() {
        return lastAttempts;
    }
}
