package io.darkroom.contracts.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Repaints a part of a picture.
 *
 * @param image the picture
 * @param mask picture of the same shape: white is repainted, black is kept, grey is blended; one with transparent pixels is
 *     read by its alpha alone: transparent is repainted
 * @param prompt what to make
 * @param negativePrompt what to steer away from; null: the empty prompt
 * @param style one of the model's styles; null: none is added to the prompt
 * @param n number of pictures
 * @param width pixels of the result
 * @param height pixels of the result
 * @param strength how far the masked part is noised, above 0 to 1; 1: nothing of it is kept
 * @param steps denoising steps of one picture
 * @param guidanceScale classifier-free guidance; 1 switches it off
 * @param scheduler name, one of the model's
 * @param outputFormat {@code png} or {@code webp}
 */
public record InpaintImage(
        MediaRef image,
        MediaRef mask,
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
        return JobKind.IMAGE_INPAINT;
    }

    @Override
    public List<MediaRef> media() {
        return List.of(image, mask);
    }
}
