package io.darkroom.contracts.job;

import org.jspecify.annotations.Nullable;

/** A job that follows one prompt. */
public interface Prompted extends Denoising {

    String prompt();

    /** What to steer away from; null: the empty prompt. */
    @Nullable
    String negativePrompt();

    /** One of the model's styles; null: none is added to the prompt. */
    @Nullable
    String style();
}
