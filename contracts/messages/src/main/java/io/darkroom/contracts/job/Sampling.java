package io.darkroom.contracts.job;

import org.jspecify.annotations.Nullable;

/**
 * How noise becomes images under one prompt: what every {@link PromptedImage} asks for, flat in its input on the wire.
 *
 * @param prompt what to make; of the whole image where regions have their own
 * @param negativePrompt what to steer away from; null: the empty prompt
 * @param style one of the model's styles; null: none is added to the prompt
 * @param n number of images
 * @param width pixels of the result
 * @param height pixels of the result
 * @param steps denoising steps of one image
 * @param guidanceScale classifier-free guidance; 1 switches it off
 * @param scheduler name, one of the model's
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
