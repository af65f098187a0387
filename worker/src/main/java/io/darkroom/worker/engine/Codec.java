package io.darkroom.worker.engine;

import io.darkroom.worker.media.Pixels;
import io.darkroom.worker.model.ModelManifest.Sample;
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
