package io.darkroom.contracts.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text to video: a first image from the prompt, then its predicted future.
 *
 * @param prompt text of the prompt
 * @param negativePrompt negative prompt; null: the empty prompt
 * @param style one of the image model's styles; null: no style is added to the prompt
 * @param imageModel id of the model that generates the first frame
 * @param imageSteps denoising steps of the first frame
 * @param imageGuidanceScale classifier-free guidance of the first frame
 * @param imageScheduler scheduler of the first frame
 * @param numFrames frames of the video, the first one included
 * @param n number of videos
 * @param steps denoising steps of one block of frames
 * @param guidanceScale of the prediction
 * @param fps frames per second of the result
 * @param outputFormat {@code mp4}, {@code webp} or {@code gif}
 * @param frames whether each frame is also stored as PNG
 */
public record GenerateVideo(
        String prompt,
        @Nullable String negativePrompt,
        @Nullable String style,
        String imageModel,
        int imageSteps,
        double imageGuidanceScale,
        String imageScheduler,
        int numFrames,
        int n,
        int steps,
        double guidanceScale,
        String scheduler,
        long seed,
        double fps,
        String outputFormat,
        boolean frames)
        implements Prompted {
    @Override
    public int items() {
        return n;
    }

    @Override
    public List<MediaRef> media() {
        return List.of();
    }
}
