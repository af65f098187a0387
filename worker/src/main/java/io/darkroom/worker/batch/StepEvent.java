package io.darkroom.worker.batch;

import org.jspecify.annotations.Nullable;

/**
 * Progress of one of a job's samples. Not every step has an event: previews that were asked for, ends and failures always do,
 * other steps as often as following the progress needs.
 *
 * @param item index of the sample's item in the job
 * @param step steps done by this sample
 * @param finished whether the sample is over: its last step is done, or it failed
 * @param sample the finished sample, or the estimate of it where a preview was asked for, {@code [channels, height, width]};
 *     null otherwise
 * @param total steps done by all samples of this lease so far, with or without an event
 * @param failure why this sample failed, while the others go on; null if it did not
 */
public record StepEvent(
        int item,
        int step,
        boolean finished,
        float @Nullable [] sample,
        int total,
        @Nullable EngineException failure) {
    static StepEvent of(int item, int step, boolean finished, float @Nullable [] sample, int total) {
        return new StepEvent(item, step, finished, sample, total, null);
    }

    static StepEvent failed(int item, int step, int total, EngineException failure) {
        return new StepEvent(item, step, true, null, total, failure);
    }
}
