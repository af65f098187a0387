package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.Denoising;
import io.darkroom.contracts.job.DetectAnomalies;
import io.darkroom.contracts.job.InpaintImage;
import io.darkroom.contracts.job.InterpolateImages;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.TransformImage;
import io.darkroom.contracts.job.VaryImage;
import io.darkroom.worker.engine.LoadedModel;

/** How many denoising steps a job of stills will have done: what progress is told of before its first sample is made. */
final class Evaluations {
    private Evaluations() {}

    /**
     * Evaluations of the network, over all samples. Some methods take more than the steps that were asked for, and a picture that
     * is noised part of the way takes fewer.
     *
     * @throws io.darkroom.worker.engine.EngineException if the model has no such scheduler
     */
    static int of(JobInput job, LoadedModel model) {
        if (!(job instanceof Denoising denoising)) {
            return job.items();
        }
        int steps = model.scheduler(denoising.scheduler(), denoising.steps()).steps();
        return switch (denoising) {
            case TransformImage image -> image.n() * part(steps, image.strength());
            case VaryImage image -> image.n() * part(steps, image.strength());
            case InpaintImage image -> image.n() * part(steps, image.strength());
            case DetectAnomalies image -> image.n() * part(steps, image.level());
            case InterpolateImages walk -> walk.frames() * steps;
            default -> job.items() * steps;
        };
    }

    private static int part(int steps, double strength) {
        return steps - Strength.firstStep(steps, strength);
    }
}
