package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Invariant.I8;

import io.darkroom.chaos.history.HistoryIndex;
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
 * A job that is not poisoned, canceled or given a deadline succeeds; it may fail only if faults ended every attempt that it
 * had. One that failed for lack of attempts is among the dead letters.
 */
final class BlastRadius implements Check {
    @Override
    public List<Violation> of(HistoryIndex index) {
        List<Violation> found = new ArrayList<>();
        index.outcomes().forEach((job, outcome) -> {
            boolean innocent = isLegal(index.intentOf(job).orElse(null), outcome, index.charged(job), index);
            if (!innocent) {
                found.add(new Violation(I8, job, "had no cause to fail, yet it ended " + how(outcome)));
            }
            if (isExhausted(outcome)
                    && !index.history().finalState().deadLetters().contains(job)) {
                found.add(new Violation(I8, job, "spent its attempts and is not among the dead letters"));
            }
        });
        return found;
    }

    private static boolean isLegal(@Nullable Intent intent, Outcome outcome, int charged, HistoryIndex index) {
        return switch (outcome.state()) {
            case SUCCEEDED -> true;
            case CANCELED -> intent != null && intent.want() == Want.CANCEL;
            case EXPIRED -> intent != null && intent.expires();
            case FAILED ->
                isExhausted(outcome) && charged >= index.history().rules().attempts();
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
