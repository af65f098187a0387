package io.darkroom.worker.batch;

import org.jspecify.annotations.Nullable;

/**
 * A prompt that guides a sample. Several prompts share the image by weights: at each pixel their predictions are averaged, as in
 * MultiDiffusion (Bar-Tal et al. 2023).
 *
 * @param weights how much it counts at each pixel, {@code [height, width]}, 0 or more; null: 1 everywhere
 * @param scale guidance scale {@code g} of classifier-free guidance (Ho and Salimans, 2022): {@code unconditional + g *
 *     (conditional - unconditional)}; ignored if the sample has no unconditional side
 */
public record WeightedPrompt(Conditioning conditioning, float @Nullable [] weights, double scale) {}
