package io.darkroom.worker.ort;

import io.darkroom.worker.batch.EngineException;

/** Enlarges images by a network. Used on the device thread. */
public interface Enlarger {
    /** Factor by which each side grows. */
    int factor();

    /** 4: colour premultiplied by opacity, and opacity; 3: opaque images. */
    int channels();

    /** Whether it enlarges images of any size, and not only those of the denoiser. */
    boolean takesAnySize();

    /**
     * @param image values -1 to 1, {@code [channels, height, width]}
     * @return values -1 to 1, {@code [channels, factor * height, factor * width]}
     * @throws EngineException if the network fails, or takes images of one size only
     */
    float[] enlarge(float[] image, int width, int height);
}
