package io.darkroom.contracts.job;

import java.util.List;

/**
 * Variations of an image: image to image with an optional prompt.
 *
 * @param the start image
 * @param strength how much noise is added, above 0 to 1
 * @param sampling the common sampling parameters
 */
public record VaryImage(
        MediaRef image, double strength, @Flat Sampling sampling) implements PromptedImage {
    @Override
    public List<MediaRef> media() {
        return List.of(image);
    }
}
