package io.darkroom.contracts.job;

import java.util.List;

/**
 * Extends an image past its borders; at least one side grows.
 *
 * @param image to extend
 * @param left how much to add at the left, as a fraction of the width of the image, 0 to 1
 * @param top how much to add above, as a fraction of the height of the image, 0 to 1
 * @param right as {@code left}
 * @param bottom as {@code top}
 * @param sampling what is asked for beyond that
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
