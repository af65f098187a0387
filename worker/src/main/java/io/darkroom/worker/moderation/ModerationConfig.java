package io.darkroom.worker.moderation;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Moderation of prompts and images. */
@ConfigMapping(prefix = "darkroom.moderation")
public interface ModerationConfig {
    /** Folder with {@code moderation.json} and an image classifier; default: images are not checked. */
    Optional<Path> model();

    /** Text file of words and phrases, one per line, {@code #} for comments; default: prompts are not checked. */
    Optional<Path> words();
}
