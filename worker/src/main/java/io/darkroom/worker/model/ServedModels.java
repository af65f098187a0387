package io.darkroom.worker.model;

import io.darkroom.contracts.fleet.ModelInfo;
import java.util.List;

/** The models that this worker can run, for announcing them and for choosing lanes. */
public interface ServedModels {
    /** All models that are ready to run; constant as long as the worker lives, empty if it serves none. */
    List<ModelInfo> announced();

    /** Ids of those whose networks are in memory now; the others are loaded when a job needs them. */
    default List<String> warm() {
        return announced().stream().map(ModelInfo::id).toList();
    }
}
