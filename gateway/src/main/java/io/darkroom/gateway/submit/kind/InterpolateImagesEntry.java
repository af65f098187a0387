package io.darkroom.gateway.submit.kind;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.contracts.job.InterpolateImages;

/** {@code image.interpolate}: latent space interpolation. */
final class InterpolateImagesEntry implements KindEntry<InterpolateImages> {
    private static final int FRAMES = 16;
    private static final double FPS = 8;

    @Override
    public InterpolateImages input(Fields fields) {
        Size size = fields.size();
        return new InterpolateImages(
                fields.prompt(),
                fields.negativePrompt(),
                fields.style(),
                size.width(),
                size.height(),
                fields.integer("to_seed", fields.secondSeed()),
                fields.integer("frames", FRAMES),
                fields.number("fps", FPS),
                fields.flag("stills"),
                fields.steps(),
                fields.guidanceScale(),
                fields.scheduler(),
                fields.seed(),
                fields.text("output_format", "webp"));
    }
}
