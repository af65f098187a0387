package io.darkroom.worker.run;

import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.platform.telemetry.metric.JobMetrics;
import io.darkroom.platform.telemetry.metric.Meters;

/**
 * Counters that are exported from the start: one that first appears with the value 1 shows no increase, so the first failure
 * would raise no alert.
 */
public final class RunMeters {
    private RunMeters() {}

    public static void declare(Meters meters) {
        for (FailureCode code : FailureCode.values()) {
            meters.counter(JobMetrics.FAILURES, code.wireName());
            meters.counter(JobMetrics.DEAD_LETTERS, code.wireName());
        }
    }
}
