package io.darkroom.worker.pipeline.still;

import io.darkroom.contracts.job.Denoising;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.worker.residency.LoadedModel;
import io.darkroom.worker.scheduler.Scheduler;

/** Predicts the denoising steps of a job of stills, so that progress has a total before the first sample exists. */
final class Evaluations {
    private Evaluations() {}

    /**
     * Evaluations of the network, over all samples. Some schedulers take more than the requested steps, and a sample that starts
     * from an image takes fewer.
     *
     * @throws io.darkroom.worker.batch.EngineException if the model has no such scheduler
     */
    static int of(JobInput job, LoadedModel model, Resampling again) {
        if (!(job instanceof Denoising denoising)) {
            return job.items();
        }
        Scheduler scheduler = model.scheduler(denoising.scheduler(), denoising.steps());
        return denoising.samples() * part(scheduler, denoising.strength(), again);
    }

    private static int part(Scheduler scheduler, double strength, Resampling again) {
        int first = Strength.firstStep(scheduler.steps(), strength);
        return again.of(scheduler, first).steps() - first;
    }
}
