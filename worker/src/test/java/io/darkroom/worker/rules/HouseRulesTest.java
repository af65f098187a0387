package io.darkroom.worker.rules;

import io.darkroom.rules.KeepsHouseRules;
import java.util.Set;

class HouseRulesTest implements KeepsHouseRules {
    @Override
    public Set<String> wideMessages() {
        return Set.of(
                "Checkpoint.Header",
                "DatasetRecords.Sample",
                "DiffusersNotes",
                "ModelManifest",
                "ModelManifest.SchedulerSettings");
    }

    @Override
    public Set<String> wideConstructors() {
        return Set.of("WebpAnimation.Part", "Worker", "WorkerLifecycle", "WorkerSettings");
    }
}
