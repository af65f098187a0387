package io.darkroom.worker.model;

import static io.darkroom.worker.model.ManifestReader.require;

import io.darkroom.contracts.job.JobKind;
import io.darkroom.worker.model.ModelManifest.Sample;
import io.darkroom.worker.model.ModelManifest.Upscaler;
import io.darkroom.worker.model.ModelManifest.Video;
import java.util.List;
import java.util.Set;

/** Checks that the values of a manifest fit each other, so that a mistake is found at start-up and not in the middle of a job. */
final class ManifestChecks {
    /** A sample of this many values has 256 MiB, far more than those of any model that fits a worker. */
    private static final long MAX_SAMPLE = 1L << 26;

    private ManifestChecks() {}

    static void check(String model, ModelManifest manifest) {
        Sample sample = manifest.denoiser().sample();
        require(
                model,
                sample.channels() > 0
                        && sample.height() > 0
                        && sample.width() > 0
                        && (long) sample.channels() * sample.height() * sample.width() <= MAX_SAMPLE,
                "denoiser.sample must be positive and at most " + MAX_SAMPLE + " values");
        checkOutput(model, manifest, sample);
        checkKinds(model, manifest, sample);
        SchedulerChecks.check(model, manifest.scheduler());
        ModelManifest.Limits limits = manifest.limits();
        require(
                model,
                limits.maxSteps() >= 1 && limits.maxImages() >= 1 && limits.maxPromptChars() >= 1,
                "limits must be positive");
        int steps = manifest.defaults().steps();
        require(
                model,
                steps >= 1 && steps <= limits.maxSteps(),
                "defaults.steps " + steps + " is not between 1 and limits.max_steps " + limits.maxSteps());
    }

    private static void checkOutput(String model, ModelManifest manifest, Sample sample) {
        Upscaler upscaler = manifest.upscaler();
        int factor = upscaler == null ? 1 : upscaler.factor();
        ModelManifest.Output output = manifest.output();
        require(
                model,
                output.width() == factor * sample.width() && output.height() == factor * sample.height(),
                "output is not the size of the sample times the upscaler's factor " + factor);
        require(
                model,
                Set.of("premultiplied", "none").contains(output.alpha()),
                "output.alpha must be 'premultiplied' or 'none'");
    }

    private static void checkKinds(String model, ModelManifest manifest, Sample sample) {
        List<JobKind> kinds = manifest.kinds();
        require(
                model,
                manifest.upscaler() != null || !kinds.contains(JobKind.IMAGE_UPSCALE),
                "image.upscale needs 'upscaler'");
        require(
                model,
                manifest.restorer() != null || !kinds.contains(JobKind.IMAGE_DENOISE),
                "image.denoise needs 'restorer'");
        Video video = manifest.video();
        boolean predicts = manifest.kinds().contains(JobKind.VIDEO_PREDICT);
        require(model, predicts == (video != null), "'video' is needed for video.predict, and only there");
        int channels = manifest.output().channels();
        if (video == null) {
            require(model, sample.channels() == channels, "an image of this model has " + channels + " channels");
            require(model, manifest.textEncoder() != null, "image.generate needs 'text_encoder'");
            return;
        }
        require(
                model,
                kinds.stream().allMatch(kind -> kind.course() == JobKind.Course.VIDEO),
                "a video model serves video.predict and video.generate only");
        require(
                model,
                video.channels() == 3 && channels == 3 && sample.channels() == video.futureFrames() * 3,
                "the sample's channels are not future_frames times 3");
        require(model, video.contextFrames() >= 1 && video.fps() > 0, "context_frames and fps must be positive");
        require(model, manifest.limits().maxFrames() != null, "limits.max_frames is missing");
    }
}
