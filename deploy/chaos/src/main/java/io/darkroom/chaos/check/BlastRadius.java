package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Invariant.I8;

import io.darkroom.chaos.history.Evidence;
import io.darkroom.chaos.history.Intent;
import io.darkroom.chaos.history.Intent.Want;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job that nobody poisoned, canceled or gave a deadline succeeds; it may fail only if every attempt that it has was taken
 * from it. One that failed for lack of attempts lies among the dead letters.
 */
final class BlastRadius implements Check {
    @Override
    public List<Violation> of(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        evidence.outcomes().forEach((job, outcome) -> {
            boolean innocent = isLegal(evidence.intentOf(job).orElse(null), outcome, evidence.charged(job), evidence);
            if (!innocent) {
                found.add(new Violation(I8, job, "nothing was wrong with it, yet it ended " + how(outcome)));
            }
            if (isExhausted(outcome)
                    && !evidence.history().aftermath().deadLetters().contains(job)) {
                found.add(new Violation(I8, job, "spent its attempts and is not among the dead letters"));
            }
        });
        return found;
    }

    private static boolean isLegal(@Nullable Intent intent, Outcome outcome, int charged, Evidence evidence) {
        return switch (outcome.state()) {
            case SUCCEEDED -> true;
            case CANCELED -> intent != null && intent.want() == Want.CANCEL;
            case EXPIRED -> intent != null && intent.expires();
            case FAILED ->
                isExhausted(outcome) && charged >= evidence.history().rules().attempts();
            case QUEUED, LOADING, RUNNING, CANCELING -> false;
        };
    }

    private static boolean isExhausted(Outcome outcome) {
        Failure failure = outcome.failure();
        return outcome.state() == JobState.FAILED
                && failure != null
                && failure.code() == FailureCode.ATTEMPTS_EXHAUSTED;
    }

    private static String how(Outcome outcome) {
        Failure failure = outcome.failure();
        return outcome.state().wireName()
                + (failure == null ? "" : ": " + failure.code().wireName() + ", " + failure.message());
    }
}
