package io.darkroom.gateway.webhook;

import io.darkroom.contracts.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When a delivery is tried again. Pure: the answer depends on what is handed in and on the random source only.
 *
 * <p>Each wait has a topic of its own, so its records become due in about the order in which they were written; chance adds at
 * most {@code jitter} of the wait, and that much a head can hold up those behind it.
 */
final class RetrySchedule {
    /** Which topic a put-off delivery may reach at most: the receiver is busy, not dead. */
    private static final int MAX_DEFERRAL = 2;

    private final List<Duration> delays;
    private final double jitter;
    private final Duration retryAfterMax;
    private final RandomGenerator random;

    /**
     * @throws IllegalArgumentException if the delays are not ascending, more than there are topics, or none
     */
    RetrySchedule(List<Duration> delays, double jitter, Duration retryAfterMax, RandomGenerator random) {
        if (delays.isEmpty() || delays.size() > Topics.DELIVERY_DELAYS.size()) {
            throw new IllegalArgumentException("darkroom.webhooks.delays has " + delays.size() + " entries; there are "
                    + Topics.DELIVERY_DELAYS.size() + " delay topics");
        }
        for (int i = 0; i < delays.size(); i++) {
            if (!delays.get(i).isPositive() || i > 0 && delays.get(i).compareTo(delays.get(i - 1)) < 0) {
                throw new IllegalArgumentException(
                        "darkroom.webhooks.delays must be positive and ascending: " + delays);
            }
        }
        if (jitter < 0 || jitter > 1) {
            throw new IllegalArgumentException("darkroom.webhooks.jitter must be from 0 to 1, not " + jitter);
        }
        this.delays = List.copyOf(delays);
        this.jitter = jitter;
        this.retryAfterMax = retryAfterMax;
        this.random = random;
    }

    /** The first try and one after each delay. */
    int maxTries() {
        return delays.size() + 1;
    }

    /**
     * After the {@code tries}-th failed try, counted from 1.
     *
     * @return empty: that was the last one
     */
    Optional<Wait> afterTry(int tries, Instant now) {
        return tries > delays.size() ? Optional.empty() : Optional.of(wait(tries - 1, now));
    }

    /** A delivery that its receiver had no room for, put off {@code deferrals} times before because it only fails. */
    Wait deferral(int deferrals, Instant now) {
        return wait(Math.min(deferrals, Math.min(MAX_DEFERRAL, delays.size() - 1)), now);
    }

    /** Until a moment that the receiver asked for: the longest wait that does not pass it, or else the shortest. */
    Wait until(Instant notBefore, Instant now) {
        Duration left = Duration.between(now, notBefore);
        int index = 0;
        while (index + 1 < delays.size() && delays.get(index + 1).compareTo(left) <= 0) {
            index++;
        }
        return wait(index, now);
    }

    /** What a receiver asks for by {@code Retry-After}, in seconds, bounded. A date is not read: its clock may be wrong. */
    @Nullable
    Instant askedFor(@Nullable String retryAfter, Instant now) {
        if (retryAfter == null || !retryAfter.matches("[0-9]{1,9}")) {
            return null;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(retryAfter));
        return now.plus(asked.compareTo(retryAfterMax) > 0 ? retryAfterMax : asked);
    }

    private Wait wait(int index, Instant now) {
        Duration delay = delays.get(index);
        long extra = (long) (delay.toMillis() * jitter * random.nextDouble());
        return new Wait(
                Topics.delayedDeliveries(Topics.DELIVERY_DELAYS.get(index)),
                now.plus(delay).plusMillis(extra));
    }

    /** Where a delivery waits, and until when. */
    record Wait(String topic, Instant due) {}
}
