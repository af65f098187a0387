package io.darkroom.worker.platform;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.job.Priority;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which lanes a worker can work for. */
final class Lanes {
    private Lanes() {}

    /**
     * @param runnable kinds that there is a pipeline for
     */
    static Set<Lane> servedBy(List<ModelInfo> models, Collection<JobKind> runnable) {
        Set<Lane> lanes = EnumSet.noneOf(Lane.class);
        for (ModelInfo model : models) {
            for (JobKind kind : model.kinds()) {
                if (runnable.contains(kind)) {
                    for (Priority priority : Priority.values()) {
                        lanes.add(Lane.of(kind, priority));
                    }
                }
            }
        }
        return lanes;
    }
}
