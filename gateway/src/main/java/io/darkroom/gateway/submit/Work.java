package io.darkroom.gateway.submit;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.ComposeImage;
import io.darkroom.contracts.job.DenoiseImage;
import io.darkroom.contracts.job.Denoising;
import io.darkroom.contracts.job.DetectAnomalies;
import io.darkroom.contracts.job.GenerateImage;
import io.darkroom.contracts.job.GenerateVideo;
import io.darkroom.contracts.job.InpaintImage;
import io.darkroom.contracts.job.InterpolateImages;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.OutpaintImage;
import io.darkroom.contracts.job.PredictVideo;
import io.darkroom.contracts.job.SynthesizeDataset;
import io.darkroom.contracts.job.TransformImage;
import io.darkroom.contracts.job.UpscaleImage;
import io.darkroom.contracts.job.VaryImage;

/** Predicts how long a device is busy with a job: denoising steps at the model's measured pace. */
final class Work {
    private Work() {}

    /**
     * @param model that runs the job
     * @param drawing that draws first frames; {@code model} where there are none
     * @return device seconds
     */
    static double seconds(ModelInfo model, ModelInfo drawing, JobInput input) {
        double firstFrames = input instanceof GenerateVideo video
                ? drawing.stepSeconds() * evaluations(video.imageScheduler(), video.imageSteps()) * video.n()
                : 0;
        return model.stepSeconds() * steps(model, input) + firstFrames;
    }

    /** Denoising steps over all items. */
    private static double steps(ModelInfo model, JobInput input) {
        int each = input instanceof Denoising denoising
                ? evaluations(denoising.scheduler(), input.steps())
                : input.steps();
        double whole = (double) each * input.items();
        return switch (input) {
            case GenerateImage image -> whole;
            case OutpaintImage image -> whole;
            case TransformImage image -> part(each, image.strength()) * image.n();
            case InpaintImage image -> part(each, image.strength()) * image.n();
            case VaryImage image -> part(each, image.strength()) * image.n();
            case ComposeImage image -> whole * (1 + image.regions().size());
            case DetectAnomalies image -> part(each, image.level()) * image.n();
            case InterpolateImages walk -> whole * walk.frames();
            case UpscaleImage image -> whole;
            case DenoiseImage image -> whole;
            case SynthesizeDataset dataset -> whole;
            case PredictVideo video -> whole * blocks(model, video.numFrames());
            case GenerateVideo video -> whole * blocks(model, video.numFrames() - 1);
        };
    }

    /** PNDM repairs its first step by one evaluation more, unless it is the only one; all other methods take one a step. */
    private static int evaluations(String scheduler, int steps) {
        return scheduler.equals("pndm") && steps > 1 ? steps + 1 : steps;
    }

    /** Of the steps of the whole way, those that are done; at least one. */
    private static double part(int steps, double strength) {
        return Math.max(1, Math.ceil(steps * strength));
    }

    private static double blocks(ModelInfo model, int frames) {
        ModelInfo.Video window = model.video();
        return window == null ? 1 : Math.ceilDiv(frames, Math.max(1, window.futureFrames()));
    }
}
