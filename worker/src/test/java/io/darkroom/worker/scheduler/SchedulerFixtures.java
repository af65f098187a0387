package io.darkroom.worker.scheduler;

import io.darkroom.worker.model.ModelManifest.SchedulerSettings;

/** Scheduler settings for tests. */
public final class SchedulerFixtures {
    private SchedulerFixtures() {}

    public static SchedulerSettings cosine(String predictionType, String spacing) {
        return new SchedulerSettings(
                "DDIMScheduler",
                1000,
                "squaredcos_cap_v2",
                0.0001,
                0.02,
                predictionType,
                spacing,
                true,
                1.0,
                true,
                0,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
