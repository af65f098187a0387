package io.darkroom.gateway.submit;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.ComposeImage;
import io.darkroom.contracts.job.DenoiseImage;
import io.darkroom.contracts.job.DetectAnomalies;
import io.darkroom.contracts.job.GenerateImage;
import io.darkroom.contracts.job.InpaintImage;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.OutpaintImage;
import io.darkroom.contracts.job.TransformImage;
import io.darkroom.contracts.job.UpscaleImage;
import io.darkroom.contracts.job.VaryImage;

/** The inputs that end in still pictures, with their defaults. */
final class ImageInputs {
    static final double TRANSFORM_STRENGTH = 0.7;
    static final double INPAINT_STRENGTH = 1;
    static final double VARY_STRENGTH = 0.6;
    static final double ANOMALY_LEVEL = 0.25;
    static final int ANOMALY_RUNS = 4;

    private ImageInputs() {}

    static JobInput generate(Fields fields) {
        ModelInfo.Size size = fields.size();
        return new GenerateImage(
                fields.prompt(),
                fields.text("negative_prompt"),
                fields.text("style"),
                fields.n(),
                size.width(),
                size.height(),
                fields.steps(),
                fields.guidanceScale(),
                fields.scheduler(),
                fields.seed(),
                fields.format());
    }

    static JobInput transform(Fields fields) {
        ModelInfo.Size size = fields.size();
        return new TransformImage(
                fields.medium("image"),
                fields.prompt(),
                fields.text("negative_prompt"),
                fields.text("style"),
                fields.n(),
                size.width(),
                size.height(),
                fields.number("strength", TRANSFORM_STRENGTH),
                fields.steps(),
                fields.guidanceScale(),
                fields.scheduler(),
                fields.seed(),
                fields.format());
    }

    static JobInput inpaint(Fields fields) {
        ModelInfo.Size size = fields.size();
        return new InpaintImage(
                fields.medium("image"),
                fields.medium("mask"),
                fields.prompt(),
                fields.text("negative_prompt"),
                fields.text("style"),
                fields.n(),
                size.width(),
                size.height(),
                fields.number("strength", INPAINT_STRENGTH),
                fields.steps(),
                fields.guidanceScale(),
                fields.scheduler(),
                fields.seed(),
                fields.format());
    }

    static JobInput outpaint(Fields fields) {
        ModelInfo.Size size = fields.size();
        return new OutpaintImage(
                fields.medium("image"),
                fields.number("left", 0),
                fields.number("top", 0),
                fields.number("right", 0),
                fields.number("bottom", 0),
                fields.prompt(),
                fields.text("negative_prompt"),
                fields.text("style"),
                fields.n(),
                size.width(),
                size.height(),
                fields.steps(),
                fields.guidanceScale(),
                fields.scheduler(),
                fields.seed(),
                fields.format());
    }

    static JobInput vary(Fields fields) {
        ModelInfo.Size size = fields.size();
        return new VaryImage(
                fields.medium("image"),
                fields.prompt(),
                fields.text("negative_prompt"),
                fields.text("style"),
                fields.n(),
                size.width(),
                size.height(),
                fields.number("strength", VARY_STRENGTH),
                fields.steps(),
                fields.guidanceScale(),
                fields.scheduler(),
                fields.seed(),
                fields.format());
    }

    static JobInput compose(Fields fields) {
        ModelInfo.Size size = fields.size();
        return new ComposeImage(
                fields.prompt(),
                fields.text("negative_prompt"),
                fields.text("style"),
                fields.list(
                        "regions",
                        region -> new ComposeImage.Region(
                                region.path("prompt").textValue(),
                                region.path("x").doubleValue(),
                                region.path("y").doubleValue(),
                                region.path("width").doubleValue(),
                                region.path("height").doubleValue(),
                                region.path("weight").asDouble(1))),
                fields.n(),
                size.width(),
                size.height(),
                fields.steps(),
                fields.guidanceScale(),
                fields.scheduler(),
                fields.seed(),
                fields.format());
    }

    static JobInput upscale(Fields fields) {
        int usual = fields.model().abilities().upscaleFactors().getFirst();
        return new UpscaleImage(fields.medium("image"), fields.integer("factor", usual), fields.format());
    }

    static JobInput denoise(Fields fields) {
        return new DenoiseImage(fields.medium("image"), fields.number("sigma"), fields.format());
    }

    static JobInput detectAnomalies(Fields fields) {
        int runs = Math.min(ANOMALY_RUNS, fields.model().limits().maxImages());
        return new DetectAnomalies(
                fields.medium("image"),
                fields.text("prompt"),
                fields.number("level", ANOMALY_LEVEL),
                fields.integer("n", runs),
                fields.steps(),
                fields.guidanceScale(),
                fields.scheduler(),
                fields.seed());
    }
}
