package io.darkroom.gateway.submit;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.GenerateVideo;
import io.darkroom.contracts.job.InterpolateImages;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.PredictVideo;
import io.darkroom.contracts.job.SynthesizeDataset;

/** The inputs that end in many pictures: animations, videos and datasets, with their defaults. */
final class SeriesInputs {
    static final int WALK_FRAMES = 16;
    static final double WALK_FPS = 8;
    static final int SHARD_SIZE = 1000;

    private SeriesInputs() {}

    /**
     * @param drawn a second random seed, for the end of the walk
     */
    static JobInput interpolate(Fields fields, long drawn) {
        ModelInfo.Size size = fields.size();
        return new InterpolateImages(
                fields.prompt(),
                fields.text("negative_prompt"),
                fields.text("style"),
                size.width(),
                size.height(),
                fields.integer("to_seed", drawn),
                fields.integer("frames", WALK_FRAMES),
                fields.number("fps", WALK_FPS),
                fields.flag("stills"),
                fields.steps(),
                fields.guidanceScale(),
                fields.scheduler(),
                fields.seed(),
                fields.text("output_format", "webp"));
    }

    static JobInput dataset(Fields fields) {
        ModelInfo.Size size = fields.size();
        return new SynthesizeDataset(
                fields.list(
                        "classes",
                        labeled -> new SynthesizeDataset.LabeledClass(
                                labeled.path("label").textValue(),
                                labeled.path("prompt").textValue())),
                fields.integer("count", 1),
                fields.list("styles", style -> style.textValue()),
                fields.text("format", "webdataset"),
                fields.flag("masks"),
                fields.flag("boxes"),
                fields.integer("shard_size", SHARD_SIZE),
                size.width(),
                size.height(),
                fields.steps(),
                fields.guidanceScale(),
                fields.scheduler(),
                fields.seed());
    }

    static JobInput predict(Fields fields) {
        return new PredictVideo(
                fields.medium("clip"),
                fields.mediumOrNull("truth"),
                fields.integer("num_frames", window(fields)),
                fields.n(),
                fields.steps(),
                fields.guidanceScale(),
                fields.scheduler(),
                fields.seed(),
                fields.number("fps", fps(fields)),
                fields.text("output_format", "mp4"),
                fields.flag("include_context"),
                fields.flag("frames"));
    }

    /**
     * @param drawing the model of the first frame
     */
    static JobInput video(Fields fields, ModelInfo drawing) {
        return new GenerateVideo(
                fields.prompt(),
                fields.text("negative_prompt"),
                fields.text("style"),
                drawing.id(),
                fields.integer("image_steps", drawing.defaults().steps()),
                fields.number("image_guidance_scale", drawing.defaults().guidanceScale()),
                fields.text("image_scheduler", drawing.schedulers().getFirst()),
                fields.integer("num_frames", window(fields) + 1),
                fields.n(),
                fields.steps(),
                fields.guidanceScale(),
                fields.scheduler(),
                fields.seed(),
                fields.number("fps", fps(fields)),
                fields.text("output_format", "mp4"),
                fields.flag("frames"));
    }

    private static int window(Fields fields) {
        ModelInfo.Video window = fields.model().video();
        return window == null ? 1 : window.futureFrames();
    }

    private static double fps(Fields fields) {
        ModelInfo.Video window = fields.model().video();
        return window == null ? 10 : window.fps();
    }
}
