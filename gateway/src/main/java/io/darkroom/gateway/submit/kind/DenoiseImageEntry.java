package io.darkroom.gateway.submit.kind;

import io.darkroom.contracts.job.DenoiseImage;

/** {@code image.denoise}: removes noise from an image. */
final class DenoiseImageEntry implements KindEntry<DenoiseImage> {
    @Override
    public DenoiseImage input(Fields fields) {
        return new DenoiseImage(fields.medium("image"), fields.number("sigma"), fields.format());
    }
}
