package io.darkroom.gateway.webhook;

import io.darkroom.contracts.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a delivery is retried. Pure, except for the random source.
 *
 * <p>Each delay has its own topic, so its records become due in roughly the order in which they were written; random
 * jitter adds at most the fraction {@code jitter} of the delay, and a head can delay later records by that much.
 */
final class RetrySchedule {
    /** Highest delay index for a deferred delivery: the receiver is busy, not dead. */
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

    /** Maximum number of tries: the first one and one after each delay. */
    int maxTries() {
        return delays.size() + 1;
    }

    /**
     * The wait after the {@code tries}-th failed try, counted from 1.
     *
     * @return empty if that was the last try
     */
    Optional<Wait> afterTry(int tries, Instant now) {
        return tries > delays.size() ? Optional.empty() : Optional.of(wait(tries - 1, now));
    }

    /**
     * The wait of a delivery that is deferred because of its receiver's limits, after {@code deferrals} earlier
     * deferrals.
     */
    Wait deferral(int deferrals, Instant now) {
        return wait(Math.min(deferrals, Math.min(MAX_DEFERRAL, delays.size() - 1)), now);
    }

    /**
     * The wait until a time requested by the receiver: the longest delay that does not exceed it, or else the shortest
     * one.
     */
    Wait until(Instant notBefore, Instant now) {
        Duration left = Duration.between(now, notBefore);
        int index = 0;
        while (index + 1 < delays.size() && delays.get(index + 1).compareTo(left) <= 0) {
            index++;
        }
        return wait(index, now);
    }

    /**
     * The time requested by {@code Retry-After} in seconds, capped at the maximum; null if absent or malformed. Dates
     * are ignored, because the receiver's clock may be violations.
     */
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

    /** The delay topic and due time of a delivery. */
    record Wait(String topic, Instant due) {}
}
