package io.darkroom.contracts.job;

import java.util.List;

/**
 * Super-resolution of one image, in one deterministic step.
 *
 * @param image the image
 * @param factor factor for each side, one of the model's
 * @param outputFormat {@code png} or {@code webp}
 */
public record UpscaleImage(MediaRef image, int factor, String outputFormat) implements JobInput {
    @Override
    public int items() {
        return 1;
    }

    @Override
    public int steps() {
        return 1;
    }

    @Override
    public long seed() {
        return 0;
    }

    @Override
    public List<MediaRef> media() {
        return List.of(image);
    }
}
