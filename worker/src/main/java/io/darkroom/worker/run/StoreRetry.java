package io.darkroom.worker.run;

import io.darkroom.platform.store.StoreUnavailableException;
import io.darkroom.worker.artifact.StoreGate;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Retries calls to the object store: what a run has computed is expensive, and most failures of the store are short. Bounded,
 * so that an outage frees the slot.
 */
final class StoreRetry {
    private static final Backoff WAITS = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    private final StopSignals stop;
    private final StoreGate gate;
    private final Duration patience;
    private final RandomGenerator random;

    StoreRetry(StopSignals stop, StoreGate gate, Duration patience, RandomGenerator random) {
        this.stop = stop;
        this.gate = gate;
        this.patience = patience;
        this.random = random;
    }

    /**
     * Returns the result of the call.
     *
     * @throws StoreUnavailableException if the store failed throughout the patience, or the run has to stop
     */
    <T> T call(Supplier<T> call) {
        long deadline = System.nanoTime() + patience.toNanos();
        for (int failures = 1; ; failures++) {
            try {
                return call.get();
            } catch (StoreUnavailableException e) {
                gate.reportOutage(e);
                Duration wait = WAITS.after(failures, random);
                if (System.nanoTime() + wait.toNanos() - deadline > 0 || stopsWithin(wait)) {
                    throw e;
                }
            }
        }
    }

    private boolean stopsWithin(Duration wait) {
        try {
            return stop.pause(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
