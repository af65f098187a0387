package io.darkroom.worker.engine;

import org.jspecify.annotations.Nullable;

/**
 * News of a job's samples. Not every step is told: always a picture that was asked for and the last step, otherwise what is
 * needed to follow the progress.
 *
 * @param item whose news it is
 * @param step steps done by this sample
 * @param finished whether it was its last
 * @param picture the finished sample, or the estimate of it where one was wanted, {@code [channels, height, width]};
 *     null otherwise
 * @param total steps done by all samples of this share so far, told or not
 */
public record Stepped(int item, int step, boolean finished, float @Nullable [] picture, int total) {}
