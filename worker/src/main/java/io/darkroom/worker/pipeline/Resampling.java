package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.InpaintImage;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.OutpaintImage;
import io.darkroom.worker.residency.LoadedModel;
import io.darkroom.worker.scheduler.Resampled;
import io.darkroom.worker.scheduler.Scheduler;

/**
 * How often each step is done when a picture is repainted by a network that is not shown what is kept.
 *
 * @param times 1: once, as usual
 */
record Resampling(int times) {
    static final Resampling NONE = new Resampling(1);

    /** PNDM's second evaluation repairs its first step, so its steps cannot be done one by one. */
    private static final String AS_A_WHOLE = "pndm";

    Resampling {
        if (times < 1 || times > 10) {
            throw new IllegalArgumentException("darkroom.repaint.times must be from 1 to 10, not " + times);
        }
    }

    /** What there is of it for a job. */
    Resampling of(JobInput job, LoadedModel model) {
        boolean repaints = job instanceof InpaintImage || job instanceof OutpaintImage;
        return repaints && !model.takesMask() ? this : NONE;
    }

    /** @param first step of the way that is done */
    Scheduler of(Scheduler way, int first) {
        return times == 1 || way.name().equals(AS_A_WHOLE) ? way : new Resampled(way, first, 1, times);
    }
}
