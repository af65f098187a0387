package io.darkroom.worker.run;

import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.platform.telemetry.metric.JobMetrics;
import io.darkroom.platform.telemetry.metric.Meters;

/** Counters that are told from the start: one that begins with 1 shows no increase, and the first failure would go unnoticed. */
public final class RunMeters {
    private RunMeters() {}

    public static void declare(Meters meters) {
        for (FailureCode code : FailureCode.values()) {
            meters.counter(JobMetrics.FAILURES, code.wireName());
            meters.counter(JobMetrics.DEAD_LETTERS, code.wireName());
        }
    }
}
