package io.darkroom.contracts.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores how far an image deviates from the model's training distribution: the image is noised to a level, denoised and
 * compared with the original.
 *
 * @param image the image
 * @param prompt what the image should show; null: the empty prompt
 * @param level noise level, above 0 to 1
 * @param n number of runs with different noise, averaged into one heat map and one score
 * @param steps denoising steps of one image
 * @param guidanceScale classifier-free guidance; 1 switches it off
 * @param scheduler name of one of the model's schedulers
 */
public record DetectAnomalies(
        MediaRef image,
        @Nullable String prompt,
        double level,
        int n,
        int steps,
        double guidanceScale,
        String scheduler,
        long seed)
        implements Denoising {
    @Override
    public int items() {
        return 1;
    }

    @Override
    public double strength() {
        return level;
    }

    @Override
    public int samples() {
        return n;
    }

    @Override
    public List<MediaRef> media() {
        return List.of(image);
    }
}
