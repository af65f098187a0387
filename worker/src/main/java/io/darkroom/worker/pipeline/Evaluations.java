package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.Denoising;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.worker.residency.LoadedModel;
import io.darkroom.worker.scheduler.Scheduler;

/** How many denoising steps a job of stills will have done: what progress is told of before its first sample is made. */
final class Evaluations {
    private Evaluations() {}

    /**
     * Evaluations of the network, over all samples. Some methods take more than the steps that were asked for, and an image that
     * is noised part of the way takes fewer.
     *
     * @throws io.darkroom.worker.batch.EngineException if the model has no such scheduler
     */
    static int of(JobInput job, LoadedModel model, Resampling again) {
        if (!(job instanceof Denoising denoising)) {
            return job.items();
        }
        Scheduler way = model.scheduler(denoising.scheduler(), denoising.steps());
        return denoising.samples() * part(way, denoising.strength(), again);
    }

    private static int part(Scheduler way, double strength, Resampling again) {
        int first = Strength.firstStep(way.steps(), strength);
        return again.of(way, first).steps() - first;
    }
}
