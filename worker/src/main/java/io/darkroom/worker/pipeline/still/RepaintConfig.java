package io.darkroom.worker.pipeline.still;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How pictures are repainted by networks that are not shown what is kept of them. */
@ConfigMapping(prefix = "darkroom.repaint")
public interface RepaintConfig {
    /**
     * How often each denoising step is done (RePaint's jumps back), 1 to 10; each time costs as much as the first. More than once
     * helps with what a model does not know well. Default: 1.
     */
    @WithDefault("1")
    int times();
}
