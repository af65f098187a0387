package io.darkroom.worker.pipeline;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An encoded result, ready to be stored.
 *
 * @param item index of the image or future, from 0
 * @param role one of {@link io.darkroom.contracts.outcome.OutputArtifact#ROLES}
 * @param name file name within the attempt, e.g. {@code 0.png}
 * @param frames number of frames; null for a still picture
 * @param frame index of the frame, for role {@code frame}
 * @param measures what was measured, e.g. {@code psnr}; null: nothing
 */
public record FinishedMedia(
        int item,
        String role,
        String name,
        String contentType,
        byte[] bytes,
        int width,
        int height,
        @Nullable Integer frames,
        @Nullable Integer frame,
        long seed,
        @Nullable Map<String, Double> measures) {
    /** A result of which nothing was measured. */
    public FinishedMedia(
            int item,
            String role,
            String name,
            String contentType,
            byte[] bytes,
            int width,
            int height,
            @Nullable Integer frames,
            @Nullable Integer frame,
            long seed) {
        this(item, role, name, contentType, bytes, width, height, frames, frame, seed, null);
    }

    /** The same with measures added. */
    public FinishedMedia with(Map<String, Double> measured) {
        return new FinishedMedia(item, role, name, contentType, bytes, width, height, frames, frame, seed, measured);
    }
}
