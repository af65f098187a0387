package io.darkroom.contracts.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Future frames of a clip.
 *
 * @param clip the context; its last frames are what the model looks at
 * @param truth what really came after the clip, to measure PSNR and SSIM against; null: nothing is measured
 * @param numFrames frames to predict; more than the model's window are made block by block
 * @param n number of different futures
 * @param steps denoising steps of one block of frames
 * @param fps frames per second at which the clip is sampled and the result plays
 * @param outputFormat {@code mp4}, {@code webp} or {@code gif}
 * @param includeContext whether the result starts with the context frames
 * @param frames whether each predicted frame is stored as PNG, too
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
