package io.darkroom.contracts.job;

import java.util.List;

/**
 * Image to image: noise is added to the image, which is then denoised under the prompt; the fraction {@code strength}
 * of the steps is run.
 *
 * @param the start image
 * @param strength how much noise is added, above 0 to 1; 1: nothing of the image is kept
 * @param sampling the common sampling parameters
 */
public record TransformImage(
        MediaRef image, double strength, @Flat Sampling sampling) implements PromptedImage {
    @Override
    public List<MediaRef> media() {
        return List.of(image);
    }
}
