package io.darkroom.contracts.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Future frames of a clip.
 *
 * @param clip the context; the model conditions on its last frames
 * @param truth ground truth: the actual continuation of the clip, to compute PSNR and SSIM; null: nothing is measured
 * @param numFrames frames to predict; more than the model's window are predicted block by block
 * @param n number of different futures
 * @param steps denoising steps of one block of frames
 * @param fps frames per second at which the clip is sampled and the result plays
 * @param outputFormat {@code mp4}, {@code webp} or {@code gif}
 * @param includeContext whether the result starts with the context frames
 * @param frames whether each predicted frame is also stored as PNG
 */
public record PredictVideo(
        MediaRef clip,
        @Nullable MediaRef truth,
        int numFrames,
        int n,
        int steps,
        double guidanceScale,
        String scheduler,
        long seed,
        double fps,
        String outputFormat,
        boolean includeContext,
        boolean frames)
        implements Denoising {
    @Override
    public int items() {
        return n;
    }

    @Override
    public List<MediaRef> media() {
        return truth == null ? List.of(clip) : List.of(clip, truth);
    }
}
