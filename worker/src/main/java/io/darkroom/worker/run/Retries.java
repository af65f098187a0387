package io.darkroom.worker.run;

import java.util.random.RandomGenerator;

/** Verdicts that have a job delivered again after a back-off. */
final class Retries {
    private final Backoff backoff;
    private final RandomGenerator random;

    Retries(Backoff backoff, RandomGenerator random) {
        this.backoff = backoff;
        this.random = random;
    }

    /** @param failures failures so far, from 1 */
    Verdict after(int failures) {
        return new Verdict.RetryAfter(backoff.after(failures, random));
    }

    Verdict soon() {
        return new Verdict.RetryAfter(backoff.first());
    }

    /** For jobs that wait for another worker. */
    Verdict late() {
        return new Verdict.RetryAfter(backoff.longest());
    }
}
