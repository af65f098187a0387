package io.darkroom.gateway.submit.kind;

import io.darkroom.contracts.job.TransformImage;

/** {@code image.transform}: image to image. */
final class TransformImageEntry implements KindEntry<TransformImage> {
    private static final double STRENGTH = 0.7;

    @Override
    public TransformImage input(Fields fields) {
        return new TransformImage(fields.medium("image"), fields.number("strength", STRENGTH), fields.sampling());
    }
}
