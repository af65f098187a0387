package io.darkroom.contracts.job;

import java.util.List;

/**
 * Variations of an image: image to image where the prompt may be empty.
 *
 * @param image to vary
 * @param strength how far to noise it, above 0 to 1
 * @param sampling what is asked for beyond that
 */
public record VaryImage(
        MediaRef image, double strength, @Flat Sampling sampling) implements PromptedImage {
    @Override
    public List<MediaRef> media() {
        return List.of(image);
    }
}
