package io.darkroom.worker.ort;

import io.darkroom.worker.batch.EngineException;

/** Makes pictures of any size larger by a network. Used on the device thread. */
public interface Enlarger {
    /** By how much each side grows. */
    int factor();

    /** 4: colour premultiplied by opacity, and opacity; 3: opaque pictures. */
    int channels();

    /**
     * @param picture values -1 to 1, {@code [channels, height, width]}
     * @return values -1 to 1, {@code [channels, factor * height, factor * width]}
     * @throws EngineException if the network fails, or takes pictures of one size only
     */
    float[] enlarge(float[] picture, int width, int height);
}
