package io.darkroom.worker.pipeline;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An encoded result, ready to be stored.
 *
 * @param item index of the image or future, from 0
 * @param role one of {@link io.darkroom.contracts.outcome.OutputArtifact#ROLES}
 * @param measures measured values, e.g. {@code psnr}; null if nothing was measured
 */
public record FinishedMedia(
        int item,
        String role,
        File file,
        Extent extent,
        long seed,
        @Nullable Map<String, Double> measures) {
    /**
     * @param name file name within the attempt, e.g. {@code 0.png}
     * @param bytes empty if the contents are stored from a file on disk
     */
    public record File(String name, String contentType, byte[] bytes) {}

    /**
     * Size in space and time.
     *
     * @param frames number of frames; null for a still image
     * @param frame index of the frame, for role {@code frame}; of the shard, for role {@code shard}
     */
    public record Extent(
            int width,
            int height,
            @Nullable Integer frames,
            @Nullable Integer frame) {
        public static Extent still(int width, int height) {
            return new Extent(width, height, null, null);
        }

        public static Extent clip(int width, int height, int frames) {
            return new Extent(width, height, frames, null);
        }

        public static Extent frame(int width, int height, int frame) {
            return new Extent(width, height, null, frame);
        }
    }

    /** A result without measures. */
    public FinishedMedia(int item, String role, File file, Extent extent, long seed) {
        this(item, role, file, extent, seed, null);
    }

    /** The same with measures. */
    public FinishedMedia with(Map<String, Double> measured) {
        return new FinishedMedia(item, role, file, extent, seed, measured);
    }

    public String name() {
        return file.name();
    }

    public String contentType() {
        return file.contentType();
    }

    public byte[] bytes() {
        return file.bytes();
    }

    public int width() {
        return extent.width();
    }

    public int height() {
        return extent.height();
    }

    public @Nullable Integer frames() {
        return extent.frames();
    }

    public @Nullable Integer frame() {
        return extent.frame();
    }
}
