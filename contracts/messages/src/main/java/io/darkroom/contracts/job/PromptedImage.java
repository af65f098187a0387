package io.darkroom.contracts.job;

/** A job that ends in {@link #n} still pictures of one size. */
public sealed interface PromptedImage extends Prompted
        permits GenerateImage, TransformImage, InpaintImage, OutpaintImage, VaryImage, ComposeImage {

    int n();

    /** Pixels. */
    int width();

    /** Pixels. */
    int height();

    /** {@code png} or {@code webp}. */
    String outputFormat();

    @Override
    default int items() {
        return n();
    }
}
