package io.darkroom.worker.batch;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a sample is drawn towards. Several of them share the picture by weights: at each pixel the predictions are
 * averaged, as in MultiDiffusion (Bar-Tal et al. 2023).
 *
 * @param weights how much it counts at each pixel, {@code [height, width]}, 0 or more; null: 1 everywhere
 * @param scale {@code g} of classifier-free guidance (Ho and Salimans, 2022): {@code unconditional + g * (conditional -
 *     unconditional)}; not looked at where a request has no unconditional side
 */
public record WeightedPrompt(Conditioning conditioning, float @Nullable [] weights, double scale) {}
