package io.darkroom.gateway.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Since when endpoints only fail. May forget: then an endpoint merely gets its whole time again. */
interface EndpointHealth {
    /** A try was answered by a 2xx. Never fails. */
    void succeeded(String endpoint);

    /** A try came to nothing; what is known of the failures without a success between. Never fails; empty: nothing is known. */
    Optional<Failing> failed(String endpoint, Instant at);

    /**
     * Failures in a row.
     *
     * @param since the first of them
     */
    record Failing(Instant since, long tries) {
        /** Tries that an endpoint must have failed at least: a single delivery that waits for days says little. */
        private static final long ENOUGH = 10;

        boolean isForGood(Instant now, Duration patience) {
            return tries >= ENOUGH && !since.plus(patience).isAfter(now);
        }
    }
}
