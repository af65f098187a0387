package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.FailureCode;
import java.time.Duration;

/** What became of a record, for whoever settles it. */
public sealed interface Verdict {
    /** The job ended, its outcome is stored and announced. */
    record Accept(JobState state) implements Verdict {}

    /** Hand it out again, but not before the back-off is over. */
    record RetryAfter(Duration backoff) implements Verdict {}

    /** No job at all, and never will be; it lies among the dead letters. */
    record Reject(FailureCode code) implements Verdict {}

    /** This worker goes away: hand it out again at once. */
    record Interrupted() implements Verdict {}

    /** Somebody else holds the lock now, so there is nothing to settle. */
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
