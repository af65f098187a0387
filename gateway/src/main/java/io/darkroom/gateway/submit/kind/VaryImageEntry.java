package io.darkroom.gateway.submit.kind;

import io.darkroom.contracts.job.VaryImage;

/** {@code image.vary}: variations of an image. */
final class VaryImageEntry implements KindEntry<VaryImage> {
    private static final double STRENGTH = 0.6;

    @Override
    public VaryImage input(Fields fields) {
        return new VaryImage(fields.medium("image"), fields.number("strength", STRENGTH), fields.sampling());
    }
}
