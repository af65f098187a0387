package io.darkroom.local.stack;

import io.darkroom.local.backends.Checkout;
import java.nio.file.Path;
import java.util.Optional;

/** The model repository that workers serve by default. */
public final class ModelsFolder {
    private ModelsFolder() {}

    /** {@code DARKROOM_MODELS_DIRECTORY}, else the repository in the checkout. */
    public static Path of(Checkout checkout) {
        return Optional.ofNullable(System.getenv("DARKROOM_MODELS_DIRECTORY"))
                .map(Path::of)
                .orElse(checkout.root().resolve("worker/models"))
                .toAbsolutePath();
    }
}
