package io.darkroom.contracts.job;

import java.util.List;

/**
 * Image to image: the image is noised part of the way and denoised under the prompt; {@code strength} of the steps are done.
 *
 * @param image to start from
 * @param strength how far to noise it, above 0 to 1; 1 keeps nothing of it
 * @param sampling what is asked for beyond that
 */
public record TransformImage(
        MediaRef image, double strength, @Flat Sampling sampling) implements PromptedImage {
    @Override
    public List<MediaRef> media() {
        return List.of(image);
    }
}
