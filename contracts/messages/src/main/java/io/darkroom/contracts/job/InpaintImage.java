package io.darkroom.contracts.job;

import java.util.List;

/**
 * Repaints a part of an image.
 *
 * @param image to change
 * @param mask image of the same shape: white is repainted, black is kept, grey is blended; one with transparent pixels is
 *     read by its alpha alone: transparent is repainted
 * @param strength how far the masked part is noised, above 0 to 1; 1: nothing of it is kept
 * @param sampling what is asked for beyond that
 */
public record InpaintImage(
        MediaRef image,
        MediaRef mask,
        double strength,
        @Flat Sampling sampling) implements PromptedImage {
    @Override
    public List<MediaRef> media() {
        return List.of(image, mask);
    }
}
