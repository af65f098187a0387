package io.darkroom.gateway.submit.kind;

import io.darkroom.contracts.job.JobKind;

/** The entry of each kind. */
public final class Kinds {
    private Kinds() {}

    public static KindEntry<?> of(JobKind kind) {
        return switch (kind) {
            case IMAGE_GENERATE -> new GenerateImageEntry();
            case IMAGE_TRANSFORM -> new TransformImageEntry();
            case IMAGE_INPAINT -> new InpaintImageEntry();
            case IMAGE_OUTPAINT -> new OutpaintImageEntry();
            case IMAGE_VARY -> new VaryImageEntry();
            case IMAGE_UPSCALE -> new UpscaleImageEntry();
            case IMAGE_DENOISE -> new DenoiseImageEntry();
            case IMAGE_INTERPOLATE -> new InterpolateImagesEntry();
            case IMAGE_COMPOSE -> new ComposeImageEntry();
            case IMAGE_DETECT_ANOMALIES -> new DetectAnomaliesEntry();
            case DATASET_SYNTHESIZE -> new SynthesizeDatasetEntry();
            case VIDEO_PREDICT -> new PredictVideoEntry();
            case VIDEO_GENERATE -> new GenerateVideoEntry();
        };
    }
}
