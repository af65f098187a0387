package io.darkroom.worker.ort;

import io.darkroom.worker.model.ModelManifest.Sample;
import io.darkroom.worker.raster.Mask;
import io.darkroom.worker.raster.Pixels;
import org.jspecify.annotations.Nullable;

/** Converts between images and samples of the denoiser. May run networks, so it is used on the device thread. */
public interface Codec extends AutoCloseable {
    /** Shape of a sample. */
    Sample sampleShape();

    /**
     * Encodes an image as a sample without noise.
     *
     * @param image of the output's size; transparent parts become white if the model has no transparency
     * @throws IllegalArgumentException if it has another size
     */
    float[] encode(Pixels image);

    /**
     * Encodes a masked image for an inpainting network: masked pixels have the value 0, neither black nor white.
     *
     * @param mask of the image's size; pixels of 0.5 or more are masked
     * @throws UnsupportedOperationException if there are no inpainting networks for these samples
     */
    default float[] encode(Pixels image, Mask mask) {
        throw new UnsupportedOperationException("inpainting networks are supported for latents only");
    }

    /** Decodes a sample without noise to an image of the output's size. */
    Pixels decode(float[] sample);

    /** A preview of an unfinished sample: small, computed without a network, from any thread. */
    Pixels preview(float[] sample);

    /** The upscaler that decoding uses, if it can enlarge other images, too; null if there is none. */
    default @Nullable Enlarger enlarger() {
        return null;
    }

    @Override
    void close();
}
