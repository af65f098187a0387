package io.darkroom.worker.ort;

import io.darkroom.worker.model.ModelManifest.Sample;
import io.darkroom.worker.raster.Mask;
import io.darkroom.worker.raster.Pixels;
import org.jspecify.annotations.Nullable;

/** The way between pictures and what the denoiser works on. May run networks, so it is used on the device thread. */
public interface Codec extends AutoCloseable {
    /** Shape of what the denoiser works on. */
    Sample sampleShape();

    /**
     * A picture to a sample without noise.
     *
     * @param picture of the output's size; what is transparent shows white where the model has no transparency
     * @throws IllegalArgumentException if it has another size
     */
    float[] encode(Pixels picture);

    /**
     * A picture of which a part is hidden, as networks that were trained to inpaint are shown it: neither black nor white there,
     * but 0.
     *
     * @param hidden of the picture's size; hidden is where it is half or more
     * @throws UnsupportedOperationException if no such network works on these samples
     */
    default float[] encode(Pixels picture, Mask hidden) {
        throw new UnsupportedOperationException("only latents are shown to networks that were trained to inpaint");
    }

    /** A sample without noise to a picture of the output's size. */
    Pixels decode(float[] sample);

    /** A quick look at an unfinished sample: small, by arithmetic alone, from any thread. */
    Pixels preview(float[] sample);

    /** The learned upscaler of the way out, which enlarges other pictures, too; null: there is none. */
    default @Nullable Enlarger enlarger() {
        return null;
    }

    @Override
    void close();
}
