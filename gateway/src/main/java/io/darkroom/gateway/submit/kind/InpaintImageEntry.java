package io.darkroom.gateway.submit.kind;

import io.darkroom.contracts.job.InpaintImage;

/** {@code image.inpaint}: repaints a part of an image. */
final class InpaintImageEntry implements KindEntry<InpaintImage> {
    private static final double STRENGTH = 1;

    @Override
    public InpaintImage input(Fields fields) {
        return new InpaintImage(
                fields.medium("image"), fields.medium("mask"), fields.number("strength", STRENGTH), fields.sampling());
    }
}
