package io.darkroom.contracts.job;

import org.jspecify.annotations.Nullable;

/**
 * The sampling parameters common to every {@link PromptedImage}, written inline in its input on the wire.
 *
 * @param prompt text of the prompt; applies to the whole image where regions have prompts of their own
 * @param negativePrompt negative prompt; null: the empty prompt
 * @param style one of the model's styles; null: no style is added to the prompt
 * @param n number of images
 * @param width pixels of the result
 * @param height pixels of the result
 * @param steps denoising steps of one image
 * @param guidanceScale classifier-free guidance; 1 switches it off
 * @param scheduler name of one of the model's schedulers
 * @param seed of item 0; item {@code i} runs with {@code seed + i}
 * @param outputFormat {@code png} or {@code webp}
 */
public record Sampling(
        String prompt,
        @Nullable String negativePrompt,
        @Nullable String style,
        int n,
        int width,
        int height,
        int steps,
        double guidanceScale,
        String scheduler,
        long seed,
        String outputFormat) {}
