package io.darkroom.chaos.run;

import io.darkroom.chaos.history.Rules;
import io.darkroom.chaos.plan.FaultKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * What to run.
 *
 * @param calm load without faults before them
 * @param length of the time with faults
 * @param meanGap between the beginnings of two faults
 * @param drain the longest wait for what was accepted, after the last fault is healed
 * @param lock how long a worker may hold a record without renewing
 * @param models folder with one model or more; jobs use the one called {@code model}
 * @param report folder that gets the history, the plan and the figures
 * @param secure whether the servers and gateways have TLS, users and least rights
 */
record ChaosSettings(
        long seed,
        Duration calm,
        Duration length,
        Duration meanGap,
        Duration drain,
        double jobsPerSecond,
        Set<FaultKind> kinds,
        int workers,
        int gateways,
        Duration lock,
        Path models,
        String model,
        Path report,
        boolean secure) {
    /** Attempts of a job, as workers have them by default. */
    private static final int ATTEMPTS = 3;

    /** Heap of 1 GiB and what the runtime needs beside it. */
    private static final long MEMORY_KIB = 2_200_000;

    private static final Duration SHORTEST_SWEEP = Duration.ofSeconds(10);
    private static final Duration LONGEST_SWEEP = Duration.ofMinutes(1);

    ChaosSettings {
        kinds = Set.copyOf(kinds);
    }

    /** Between two sweeps of the store: several in a run, and the last one soon after it. */
    Duration sweeps() {
        return Duration.ofMillis(
                Math.clamp(length.dividedBy(6).toMillis(), SHORTEST_SWEEP.toMillis(), LONGEST_SWEEP.toMillis()));
    }

    /** Times are those of a machine that has other things to do as well. */
    Rules rules() {
        return new Rules(ATTEMPTS, lock.plusSeconds(20), MEMORY_KIB);
    }
}
