package io.darkroom.contracts.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes noise from an image, in one deterministic step.
 *
 * @param image the image; the result has the same size
 * @param sigma standard deviation of the noise on the scale 0 to 255; null: estimated from the image
 * @param outputFormat {@code png} or {@code webp}
 */
public record DenoiseImage(MediaRef image, @Nullable Double sigma, String outputFormat) implements JobInput {
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
