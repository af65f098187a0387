package io.darkroom.contracts.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Layout to image: prompts in boxes.
 *
 * @param prompt of the whole picture
 * @param negativePrompt what to steer away from; null: the empty prompt
 * @param style one of the model's styles; null: none is added to the prompt
 * @param regions at least one; where they overlap, their weights decide
 * @param n number of pictures
 * @param width pixels of the result
 * @param height pixels of the result
 * @param steps denoising steps of one picture
 * @param guidanceScale classifier-free guidance; 1 switches it off
 * @param scheduler name, one of the model's
 * @param outputFormat {@code png} or {@code webp}
 */
public record ComposeImage(
        String prompt,
        @Nullable String negativePrompt,
        @Nullable String style,
        List<Region> regions,
        int n,
        int width,
        int height,
        int steps,
        double guidanceScale,
        String scheduler,
        long seed,
        String outputFormat)
        implements PromptedImage {
    public ComposeImage {
        regions = List.copyOf(regions);
    }

    @Override
    public JobKind kind() {
        return JobKind.IMAGE_COMPOSE;
    }

    @Override
    public List<MediaRef> media() {
        return List.of();
    }

    /**
     * A box with its own prompt.
     *
     * @param x left edge, as a fraction of the picture's width, 0 to 1
     * @param y upper edge, as a fraction of the picture's height, 0 to 1
     * @param width fraction of the picture's width; {@code x + width <= 1}
     * @param height fraction of the picture's height; {@code y + height <= 1}
     * @param weight how much it counts against other prompts at the same place, above 0; 1 is as much as they
     */
    public record Region(String prompt, double x, double y, double width, double height, double weight) {}
}
