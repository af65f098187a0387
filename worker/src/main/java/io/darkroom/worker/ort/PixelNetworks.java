package io.darkroom.worker.ort;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.worker.batch.Denoiser;
import org.jspecify.annotations.Nullable;

/**
 * Networks of Darkroom's own layout: one image size, a shared text encoder.
 *
 * @param prompts closed by {@link NetworkOpener}
 */
record PixelNetworks(
        OrtDenoiser denoiser,
        PixelCodec codec,
        @Nullable OrtTextEncoder prompts,
        @Nullable OrtRestorer restorer) implements Networks {
    @Override
    public Denoiser denoiser(Size size) {
        return denoiser;
    }

    @Override
    public Codec codec(Size size) {
        return codec;
    }

    @Override
    public String precision() {
        return "fp32";
    }

    @Override
    public boolean takesAnySize() {
        return false;
    }

    @Override
    public void close() {
        denoiser.close();
        codec.close();
        if (restorer != null) {
            restorer.close();
        }
    }
}
