package io.darkroom.contracts.job;

import java.util.List;

/**
 * Repaints a part of an image.
 *
 * @param the image
 * @param mask image of the same size: white is repainted, black is kept, grey is blended. If the mask has transparent
 *     pixels only its alpha channel counts: transparent is repainted
 * @param strength how much noise is added to the masked part, above 0 to 1; 1: nothing of it is kept
 * @param sampling the common sampling parameters
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
