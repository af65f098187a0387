package io.darkroom.worker.pipeline.still;

import io.darkroom.contracts.job.Denoising;
import io.darkroom.contracts.job.DetectAnomalies;
import io.darkroom.contracts.job.InpaintImage;
import io.darkroom.contracts.job.InterpolateImages;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.OutpaintImage;
import io.darkroom.contracts.job.TransformImage;
import io.darkroom.contracts.job.VaryImage;
import io.darkroom.worker.residency.LoadedModel;
import io.darkroom.worker.scheduler.Scheduler;

/** How many denoising steps a job of stills will have done: what progress is told of before its first sample is made. */
final class Evaluations {
    private Evaluations() {}

    /**
     * Evaluations of the network, over all samples. Some methods take more than the steps that were asked for, and a picture that
     * is noised part of the way takes fewer.
     *
     * @throws io.darkroom.worker.batch.EngineException if the model has no such scheduler
     */
    static int of(JobInput job, LoadedModel model, Resampling again) {
        if (!(job instanceof Denoising denoising)) {
            return job.items();
        }
        Scheduler way = model.scheduler(denoising.scheduler(), denoising.steps());
        int steps = way.steps();
        return switch (denoising) {
            case TransformImage image -> image.n() * part(steps, image.strength());
            case VaryImage image -> image.n() * part(steps, image.strength());
            case InpaintImage image -> image.n() * part(way, image.strength(), again);
            case OutpaintImage image -> image.n() * part(way, 1, again);
            case DetectAnomalies image -> image.n() * part(steps, image.level());
            case InterpolateImages walk -> walk.frames() * steps;
            default -> job.items() * steps;
        };
    }

    private static int part(Scheduler way, double strength, Resampling again) {
        int first = Strength.firstStep(way.steps(), strength);
        return again.of(way, first).steps() - first;
    }

    private static int part(int steps, double strength) {
        return steps - Strength.firstStep(steps, strength);
    }
}
