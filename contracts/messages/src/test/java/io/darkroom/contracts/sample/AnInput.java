package io.darkroom.contracts.sample;

import io.darkroom.contracts.job.ComposeImage;
import io.darkroom.contracts.job.DenoiseImage;
import io.darkroom.contracts.job.DetectAnomalies;
import io.darkroom.contracts.job.GenerateVideo;
import io.darkroom.contracts.job.InpaintImage;
import io.darkroom.contracts.job.InterpolateImages;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.job.OutpaintImage;
import io.darkroom.contracts.job.PredictVideo;
import io.darkroom.contracts.job.Sampling;
import io.darkroom.contracts.job.SynthesizeDataset;
import io.darkroom.contracts.job.TransformImage;
import io.darkroom.contracts.job.UpscaleImage;
import io.darkroom.contracts.job.VaryImage;
import java.util.List;

/** One input of each kind, with every field that may be left out. */
public final class AnInput {
    public static final MediaRef CLIP = new MediaRef("uploads/alice/clip", "video/mp4", 4096, AJob.SHA256);
    public static final MediaRef IMAGE = new MediaRef("uploads/alice/image", "image/png", 2048, AJob.SHA256);
    public static final MediaRef MASK = new MediaRef("uploads/alice/mask", "image/png", 512, AJob.SHA256);
    private static final String PROMPT = "a red apple";
    private static final String NEGATIVE = "blurry";
    private static final String STYLE = "flat";

    private AnInput() {}

    public static JobInput of(JobKind kind) {
        return switch (kind) {
            case IMAGE_GENERATE -> AJob.images(PROMPT, 2, 7);
            case IMAGE_TRANSFORM -> new TransformImage(IMAGE, 0.6, sampling(PROMPT, "png"));
            case IMAGE_INPAINT -> new InpaintImage(IMAGE, MASK, 1, sampling(PROMPT, "png"));
            case IMAGE_OUTPAINT -> new OutpaintImage(IMAGE, 0.25, 0, 0.5, 0, sampling(PROMPT, "webp"));
            case IMAGE_VARY -> new VaryImage(IMAGE, 0.6, sampling("", "png"));
            case IMAGE_UPSCALE -> new UpscaleImage(IMAGE, 4, "png");
            case IMAGE_DENOISE -> new DenoiseImage(IMAGE, 25.0, "png");
            case IMAGE_INTERPOLATE ->
                new InterpolateImages(PROMPT, NEGATIVE, STYLE, 64, 64, 99, 16, 8, true, 20, 5, "ddim", 7, "webp");
            case IMAGE_COMPOSE ->
                new ComposeImage(
                        List.of(
                                new ComposeImage.Region("an apple", 0, 0, 0.5, 1, 1),
                                new ComposeImage.Region("a pear", 0.5, 0, 0.5, 1, 2)),
                        sampling(PROMPT, "png"));
            case IMAGE_DETECT_ANOMALIES -> new DetectAnomalies(IMAGE, PROMPT, 0.25, 4, 20, 1, "ddim", 7);
            case DATASET_SYNTHESIZE ->
                new SynthesizeDataset(
                        List.of(
                                new SynthesizeDataset.LabeledClass("apple", "a red apple"),
                                new SynthesizeDataset.LabeledClass("pear", "a pear")),
                        1000,
                        List.of(STYLE, "neon"),
                        "webdataset",
                        true,
                        true,
                        256,
                        64,
                        64,
                        20,
                        5,
                        "ddim",
                        7);
            case VIDEO_PREDICT -> new PredictVideo(CLIP, CLIP, 8, 2, 25, 1, "ddim", 7, 12.5, "mp4", true, false);
            case VIDEO_GENERATE ->
                new GenerateVideo(
                        PROMPT, NEGATIVE, STYLE, "stickers", 20, 5, "ddim", 8, 2, 25, 1, "ddim", 7, 12.5, "mp4", false);
        };
    }

    private static Sampling sampling(String prompt, String format) {
        return new Sampling(prompt, NEGATIVE, STYLE, 2, 64, 64, 20, 5, "ddim", 7, format);
    }
}
