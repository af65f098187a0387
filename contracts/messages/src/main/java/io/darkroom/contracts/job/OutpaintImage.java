package io.darkroom.contracts.job;

import java.util.List;

/**
 * Extends an image beyond its borders, on at least one side.
 *
 * @param image to extend
 * @param left extension on the left, as a fraction of the image's width, 0 to 1
 * @param top extension at the top, as a fraction of the image's height, 0 to 1
 * @param right as {@code left}
 * @param bottom as {@code top}
 * @param sampling the common sampling parameters
 */
public record OutpaintImage(
        MediaRef image,
        double left,
        double top,
        double right,
        double bottom,
        @Flat Sampling sampling) implements PromptedImage {
    @Override
    public List<MediaRef> media() {
        return List.of(image);
    }
}
