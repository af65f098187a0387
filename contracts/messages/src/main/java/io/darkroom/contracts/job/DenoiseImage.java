package io.darkroom.contracts.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes noise out of a picture, in one step and without chance.
 *
 * @param image the picture, its size is kept
 * @param sigma standard deviation of the noise on the scale 0 to 255; null: estimated from the picture
 * @param outputFormat {@code png} or {@code webp}
 */
public record DenoiseImage(MediaRef image, @Nullable Double sigma, String outputFormat) implements JobInput {
    @Override
    public JobKind kind() {
        return JobKind.IMAGE_DENOISE;
    }

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
