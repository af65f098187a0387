package io.darkroom.worker.model;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Location of models. */
@ConfigMapping(prefix = "darkroom.models")
public interface ModelsConfig {
    /** One folder per model, named by its id, each with a {@code model.json}. Default: {@code models}. */
    @WithDefault("models")
    Path directory();
}
