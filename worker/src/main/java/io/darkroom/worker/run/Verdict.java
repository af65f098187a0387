package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.FailureCode;
import java.time.Duration;

/** The result of a run, from which the record is settled. */
public sealed interface Verdict {
    /** The job ended; its outcome is stored and published. */
    record Accept(JobState state) implements Verdict {}

    /** Deliver it again, after the back-off. */
    record RetryAfter(Duration backoff) implements Verdict {}

    /** Not a job; it was published as a dead letter. */
    record Reject(FailureCode code) implements Verdict {}

    /** The worker shuts down: deliver it again at once. */
    record Interrupted() implements Verdict {}

    /** Another worker may hold the lock now, so there is nothing to settle. */
    record LockLost() implements Verdict {}

    /** For logs and metrics. */
    default String label() {
        return switch (this) {
            case Accept accept -> accept.state().wireName();
            case RetryAfter _ -> "retry";
            case Reject _ -> "rejected";
            case Interrupted _ -> "interrupted";
            case LockLost _ -> "lock_lost";
        };
    }
}
