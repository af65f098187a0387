package io.darkroom.gateway.submit.kind;

import io.darkroom.contracts.job.GenerateImage;

/** {@code image.generate}: text to image. */
final class GenerateImageEntry implements KindEntry<GenerateImage> {
    @Override
    public GenerateImage input(Fields fields) {
        return new GenerateImage(fields.sampling());
    }
}
