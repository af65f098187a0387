package io.darkroom.gateway.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tracks since when endpoints have been failing. It may lose data: then the failing period of an endpoint starts again.
 */
interface EndpointHealth {
    /** Records a 2xx response. Never fails. */
    void succeeded(String endpoint);

    /** Records a failed try; returns the failures since the last success. Never fails; empty if they cannot be read. */
    Optional<Failing> failed(String endpoint, Instant at);

    /**
     * Consecutive failures.
     *
     * @param since time of the first of them
     */
    record Failing(Instant since, long tries) {
        /** Minimum number of failed tries: a single delivery that waits for days is not sufficient evidence. */
        private static final long ENOUGH = 10;

        boolean isPermanent(Instant now, Duration patience) {
            return tries >= ENOUGH && !since.plus(patience).isAfter(now);
        }
    }
}
