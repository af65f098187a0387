package io.darkroom.worker.pipeline.still;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Repainting by networks that do not see the known part of the image. */
@ConfigMapping(prefix = "darkroom.repaint")
public interface RepaintConfig {
    /**
     * How often each denoising step is repeated (RePaint's jumps back), 1 to 10; each repetition costs as much as the first. More
     * than one helps with content that the model does not know well. Default: 1.
     */
    @WithDefault("1")
    int times();
}
