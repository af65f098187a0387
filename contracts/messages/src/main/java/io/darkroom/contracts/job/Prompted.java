package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A job with a text prompt. */
public interface Prompted extends Denoising {

    String prompt();

    /** All prompts of the job, for moderation. */
    @JsonIgnore
    default List<String> prompts() {
        return List.of(prompt());
    }

    /** The negative prompt; null: the empty prompt. */
    @Nullable
    String negativePrompt();

    /** One of the model's styles; null: no style is added to the prompt. */
    @Nullable
    String style();
}
