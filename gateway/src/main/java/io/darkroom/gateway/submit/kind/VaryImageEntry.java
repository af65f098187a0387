package io.darkroom.gateway.submit.kind;

import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.VaryImage;

/** {@code image.vary}: variations of an image. */
final class VaryImageEntry implements KindEntry<VaryImage> {
    private static final double STRENGTH = 0.6;

    @Override
    public VaryImage input(Fields fields) {
        return new VaryImage(fields.medium("image"), fields.number("strength", STRENGTH), fields.sampling());
    }

    @Override
    public double evaluations(VaryImage input, ModelInfo model) {
        return Evaluations.part(input, input.strength()) * input.n();
    }
}
