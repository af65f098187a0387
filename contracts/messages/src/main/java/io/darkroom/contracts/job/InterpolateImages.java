package io.darkroom.contracts.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A walk through latent space at a held prompt: each frame starts at noise on the sphere between that of {@code seed} and
 * that of {@code toSeed}.
 *
 * @param prompt what to make
 * @param negativePrompt what to steer away from; null: the empty prompt
 * @param style one of the model's styles; null: none is added to the prompt
 * @param width pixels
 * @param height pixels
 * @param toSeed where the walk ends
 * @param frames 2 to 64, the first of {@code seed}, the last of {@code toSeed}
 * @param fps frames per second of the animation
 * @param stills whether each frame is stored as PNG, too
 * @param steps denoising steps of one image
 * @param guidanceScale classifier-free guidance; 1 switches it off
 * @param scheduler name, one of the model's
 * @param seed where the walk starts
 * @param outputFormat {@code webp}, {@code gif} or {@code mp4}
 */
public record InterpolateImages(
        String prompt,
        @Nullable String negativePrompt,
        @Nullable String style,
        int width,
        int height,
        long toSeed,
        int frames,
        double fps,
        boolean stills,
        int steps,
        double guidanceScale,
        String scheduler,
        long seed,
        String outputFormat)
        implements Prompted {
    @Override
    public int items() {
        return 1;
    }

    @Override
    public int samples() {
        return frames;
    }

    @Override
    public List<MediaRef> media() {
        return List.of();
    }
}
