package io.darkroom.contracts.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Variations of a picture: image to image where the prompt may be empty.
 *
 * @param image the picture
 * @param prompt what to make; may be empty
 * @param negativePrompt what to steer away from; null: the empty prompt
 * @param style one of the model's styles; null: none is added to the prompt
 * @param n number of pictures
 * @param width pixels of the result
 * @param height pixels of the result
 * @param strength how far to noise it, above 0 to 1
 * @param steps denoising steps of one picture
 * @param guidanceScale classifier-free guidance; 1 switches it off
 * @param scheduler name, one of the model's
 * @param outputFormat {@code png} or {@code webp}
 */
public record VaryImage(
        MediaRef image,
        String prompt,
        @Nullable String negativePrompt,
        @Nullable String style,
        int n,
        int width,
        int height,
        double strength,
        int steps,
        double guidanceScale,
        String scheduler,
        long seed,
        String outputFormat)
        implements PromptedImage {
    @Override
    public JobKind kind() {
        return JobKind.IMAGE_VARY;
    }

    @Override
    public List<MediaRef> media() {
        return List.of(image);
    }
}
