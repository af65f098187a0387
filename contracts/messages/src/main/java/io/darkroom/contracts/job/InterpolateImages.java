package io.darkroom.contracts.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Latent space interpolation under a fixed prompt: the initial noise of each frame is the spherical interpolation
 * between the noise of {@code seed} and that of {@code toSeed}.
 *
 * @param prompt text of the prompt
 * @param negativePrompt negative prompt; null: the empty prompt
 * @param style one of the model's styles; null: no style is added to the prompt
 * @param width pixels
 * @param height pixels
 * @param toSeed seed of the last frame
 * @param frames number of frames, 2 to 64
 * @param fps frames per second of the animation
 * @param stills whether each frame is also stored as PNG
 * @param steps denoising steps of one image
 * @param guidanceScale classifier-free guidance; 1 switches it off
 * @param scheduler name of one of the model's schedulers
 * @param seed seed of the first frame
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
