package io.darkroom.worker.run;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with jitter: {@code first · 2^(n-1)}, at most {@code longest}, of which a random part between half
 * and all, so that many workers do not retry at the same moment.
 */
public record Backoff(Duration first, Duration longest) {
    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "a back-off needs 0 < first <= longest, not first " + first + " and longest " + longest);
        }
    }

    /**
     * @param failures failures so far, from 1
     */
    public Duration after(int failures, RandomGenerator random) {
        int doublings = Math.clamp(failures - 1L, 0, 20);
        long millis = Math.min(longest.toMillis(), first.toMillis() << doublings);
        return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
    }
}
