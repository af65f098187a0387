package io.darkroom.worker.moderation;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** What this worker refuses to make. */
@ConfigMapping(prefix = "darkroom.moderation")
public interface ModerationConfig {
    /** Folder with {@code moderation.json} and a classifier of pictures; default: pictures are not looked at. */
    Optional<Path> model();

    /** Text file of words and phrases, one a line, {@code #} for remarks; default: prompts are not looked at. */
    Optional<Path> words();
}
