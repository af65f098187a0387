package io.darkroom.worker.pipeline.still;

import io.darkroom.contracts.job.InpaintImage;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.OutpaintImage;
import io.darkroom.worker.residency.LoadedModel;
import io.darkroom.worker.scheduler.Resampled;
import io.darkroom.worker.scheduler.Scheduler;

/**
 * How often each step is done when a network repaints an image without seeing the known part.
 *
 * @param times 1: once, as usual
 */
record Resampling(int times) {
    static final Resampling NONE = new Resampling(1);

    /** PNDM's second evaluation repairs its first step, so its steps cannot be done one by one. */
    private static final String INDIVISIBLE = "pndm";

    Resampling {
        if (times < 1 || times > 10) {
            throw new IllegalArgumentException("darkroom.repaint.times must be from 1 to 10, not " + times);
        }
    }

    /** The resampling that applies to a job. */
    Resampling of(JobInput job, LoadedModel model) {
        boolean repaints = job instanceof InpaintImage || job instanceof OutpaintImage;
        return repaints && !model.takesMask() ? this : NONE;
    }

    /** @param first the first step that is done */
    Scheduler of(Scheduler scheduler, int first) {
        return times == 1 || scheduler.name().equals(INDIVISIBLE)
                ? scheduler
                : new Resampled(scheduler, first, 1, times);
    }
}
