package io.darkroom.worker.batch;

import org.jspecify.annotations.Nullable;

/**
 * News of a job's samples. Not every step is told: always a picture that was asked for and the last step, otherwise what is
 * needed to follow the progress.
 *
 * @param item whose news it is
 * @param step steps done by this sample
 * @param finished whether it was its last: it is at its end, or it failed
 * @param picture the finished sample, or the estimate of it where one was wanted, {@code [channels, height, width]};
 *     null otherwise
 * @param total steps done by all samples of this share so far, told or not
 * @param failure why this sample has no end, while the others go on; null: it did not fail
 */
public record StepEvent(
        int item,
        int step,
        boolean finished,
        float @Nullable [] picture,
        int total,
        @Nullable EngineException failure) {
    static StepEvent of(int item, int step, boolean finished, float @Nullable [] picture, int total) {
        return new StepEvent(item, step, finished, picture, total, null);
    }

    static StepEvent failed(int item, int step, int total, EngineException failure) {
        return new StepEvent(item, step, true, null, total, failure);
    }
}
