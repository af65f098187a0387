package io.darkroom.worker.codec;

import io.darkroom.worker.raster.Pixels;
import java.util.SortedSet;
import java.util.function.BiConsumer;

/** A clip whose frames can be decoded selectively. */
interface FrameSource {
    /** Presentation time of each frame, seconds, ascending; found without decoding. Never empty. */
    double[] times();

    /**
     * Decodes up to the last wanted frame.
     *
     * @param wanted indices into {@link #times}
     * @param sink gets each wanted frame with its index, in ascending order
     */
    void decode(SortedSet<Integer> wanted, BiConsumer<Integer, Pixels> sink);
}
