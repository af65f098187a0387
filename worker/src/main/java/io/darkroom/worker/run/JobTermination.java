package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.Usage;
import io.darkroom.worker.ledger.Attempts;
import java.time.InstantSource;

/** Ends jobs without another attempt: canceled, expired, given up, or served by no worker. */
final class JobTermination {
    private final OutcomeCommitter committer;
    private final DeadLetters deadLetters;
    private final RunLimits limits;
    private final Retries retries;
    private final InstantSource clock;

    JobTermination(
            OutcomeCommitter committer,
            DeadLetters deadLetters,
            RunLimits limits,
            Retries retries,
            InstantSource clock) {
        this.committer = committer;
        this.deadLetters = deadLetters;
        this.limits = limits;
        this.retries = retries;
        this.clock = clock;
    }

    /** Publishes an outcome that an earlier attempt or the gateway stored. */
    Verdict ended(JobRequest request, Outcome outcome) {
        return committer.publish(request, outcome, true);
    }

    Verdict canceled(JobRequest request, Attempts attempts, StoreRetry retry) {
        return committer.commit(
                request, outcomes(request, attempts).canceled(null, Usage.NONE), retry, attempted(attempts));
    }

    Verdict expired(JobRequest request, StoreRetry retry) {
        return committer.commit(request, outcomes(request, Attempts.NONE).expired(), retry, false);
    }

    Verdict exhausted(AcquiredJob job, JobRequest request, Attempts attempts, StoreRetry retry) {
        String cause = attempts.lastCause() == null ? "the workers that ran it died" : attempts.lastCause();
        Failure failure = attempts.charged() >= limits.attempts()
                ? RunFailures.attemptsExhausted(attempts.charged(), cause)
                : Failure.of(
                        FailureCode.INTERNAL,
                        "delivered " + job.deliveries() + " times without a finished attempt: " + cause);
        return giveUp(job, request, attempts, failure, retry);
    }

    /** Another worker may serve it, or one may start; the job is not to blame and is not charged. */
    Verdict notServed(AcquiredJob job, JobRequest request, Attempts attempts, StoreRetry retry) {
        if (clock.instant().isBefore(job.timestamp().plus(limits.patience().model()))) {
            return retries.late();
        }
        Failure failure = Failure.of(
                FailureCode.MODEL_UNAVAILABLE,
                "no worker served model '" + request.model() + "' for "
                        + request.kind().wireName() + " within "
                        + limits.patience().model().toSeconds()
                        + " s; start one that does, then submit the job again");
        return committer.commit(
                request, outcomes(request, attempts).failed(failure, Usage.NONE), retry, attempted(attempts));
    }

    /** Whether a job that fails outside its pipeline, by a defect of the worker, has had its share of deliveries. */
    boolean isDefectFinal(AcquiredJob job) {
        return job.deliveries() > limits.attempts();
    }

    Verdict defect(AcquiredJob job, JobRequest request, Throwable cause, StoreRetry retry) {
        return giveUp(job, request, Attempts.NONE, RunFailures.internal(cause), retry);
    }

    private Verdict giveUp(AcquiredJob job, JobRequest request, Attempts attempts, Failure failure, StoreRetry retry) {
        deadLetters.publish(job, request, failure, attempts.charged());
        return committer.commit(request, outcomes(request, attempts).failed(failure, Usage.NONE), retry, true);
    }

    /** A record that is not a job. */
    Verdict unreadable(AcquiredJob job) {
        deadLetters.publishUnreadable(job);
        return new Verdict.Reject(FailureCode.INVALID_INPUT);
    }

    /** Only an earlier attempt can have left a checkpoint. */
    private static boolean attempted(Attempts attempts) {
        return attempts.last() > 0;
    }

    private Outcomes outcomes(JobRequest request, Attempts attempts) {
        return committer.outcomes(request, attempts.last(), null);
    }
}
