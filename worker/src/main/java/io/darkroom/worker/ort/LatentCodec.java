package io.darkroom.worker.ort;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.batch.Finite;
import io.darkroom.worker.model.DiffusersLayout.Vae;
import io.darkroom.worker.model.ModelManifest.Sample;
import io.darkroom.worker.raster.Fit;
import io.darkroom.worker.raster.Mask;
import io.darkroom.worker.raster.Pixels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Samples that are latents of a variational autoencoder. Encoding uses the mean of the distribution and does not sample from it, so that
 * an image always gives the same latents.
 */
final class LatentCodec implements Codec {
    private final Vae vae;
    private final Size size;
    private final Sample shape;
    private final @Nullable OrtVae encoder;
    private final OrtVae decoder;
    private final LatentPreview preview;

    /** @param encoder null if the export has none; images cannot be encoded then */
    LatentCodec(Vae vae, Size size, @Nullable OrtVae encoder, OrtVae decoder, LatentPreview preview) {
        this.vae = vae;
        this.size = size;
        this.shape = new Sample(vae.channels(), size.height() / vae.factor(), size.width() / vae.factor());
        this.encoder = encoder;
        this.decoder = decoder;
        this.preview = preview;
    }

    @Override
    public Sample sampleShape() {
        return shape;
    }

    @Override
    public float[] encode(Pixels image) {
        return encode(planes(image));
    }

    @Override
    public float[] encode(Pixels image, Mask mask) {
        float[] planes = planes(image);
        float[] values = mask.values();
        for (int i = 0; i < planes.length; i++) {
            planes[i] = values[i % values.length] >= 0.5f ? 0 : planes[i];
        }
        return encode(planes);
    }

    private float[] planes(Pixels image) {
        if (image.width() != size.width() || image.height() != size.height()) {
            throw new IllegalArgumentException("an image of " + image.width() + "x" + image.height()
                    + ", but expected is " + size.width() + "x" + size.height());
        }
        float[] planes = new float[3 * size.width() * size.height()];
        Fit.overWhite(image).toPlanes(planes, 0);
        return planes;
    }

    private float[] encode(float[] planes) {
        if (encoder == null) {
            throw new EngineException(
                    EngineException.Reason.UNAVAILABLE,
                    "the model was exported without vae_encoder, so it cannot take images as input");
        }
        float[] encoded = Finite.require(encoder.run(planes, 3, size.height(), size.width()), "vae_encoder");
        // Exports return the mean alone, or the mean and the logarithm of the variance.
        encoder.requireSize(encoded, shape.size(), 2 * shape.size());
        float[] latents = Arrays.copyOf(encoded, shape.size());
        for (int i = 0; i < latents.length; i++) {
            latents[i] = (float) ((latents[i] - vae.shift()) * vae.scaling());
        }
        return latents;
    }

    @Override
    public Pixels decode(float[] sample) {
        float[] planes = decoder.run(unscaled(vae, sample), shape.channels(), shape.height(), shape.width());
        decoder.requireSize(planes, 3 * size.width() * size.height());
        return Pixels.rgb(Finite.require(planes, "vae_decoder"), size.width(), size.height());
    }

    static float[] unscaled(Vae vae, float[] sample) {
        float[] latents = new float[sample.length];
        for (int i = 0; i < latents.length; i++) {
            latents[i] = (float) (sample[i] / vae.scaling() + vae.shift());
        }
        return latents;
    }

    @Override
    public Pixels preview(float[] sample) {
        return preview.image(sample, shape.width(), shape.height());
    }

    /** The networks are owned and closed by {@link DiffusersNetworks}. */
    @Override
    public void close() {}
}
