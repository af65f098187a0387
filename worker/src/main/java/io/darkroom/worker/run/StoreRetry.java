package io.darkroom.worker.run;

import io.darkroom.platform.store.StoreUnavailableException;
import io.darkroom.worker.artifact.StoreGate;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Calls to the object store that are worth repeating: what a run has computed is dear, and a hiccup of the store is short.
 * Bounded, so that an outage frees the slot.
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
     * The call's answer.
     *
     * @throws StoreUnavailableException if the store did not work for so long, or the run was told to stop meanwhile
     */
    <T> T ask(Supplier<T> call) {
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
