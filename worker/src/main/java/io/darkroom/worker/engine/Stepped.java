package io.darkroom.worker.engine;

import org.jspecify.annotations.Nullable;

/**
 * A sample went one denoising step on.
 *
 * @param step steps done by this sample
 * @param finished whether it was its last
 * @param picture the finished sample, or the estimate of it where one was wanted, {@code [channels, height, width]};
 *     null otherwise
 */
public record Stepped(int item, int step, boolean finished, float @Nullable [] picture) {}
