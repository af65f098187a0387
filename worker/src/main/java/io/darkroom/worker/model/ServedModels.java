package io.darkroom.worker.model;

import io.darkroom.contracts.fleet.ModelInfo;
import java.util.List;

/** What this worker can run, for announcing it and for choosing the lanes to draw from. */
public interface ServedModels {
    /** Every model that is ready to run; the same list as long as the worker lives, empty if it serves none. */
    List<ModelInfo> announced();

    /** Ids of those whose networks are in memory now; the others are brought in when a job wants them. */
    default List<String> warm() {
        return announced().stream().map(ModelInfo::id).toList();
    }
}
