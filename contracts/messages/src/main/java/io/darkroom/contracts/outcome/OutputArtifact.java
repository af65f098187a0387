package io.darkroom.contracts.outcome;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stored result.
 *
 * @param item index of the image or future it belongs to, from 0
 * @param role one of {@link #ROLES}
 * @param key object key, scoped by job and attempt
 * @param width pixels; for a shard or annotations, those of the images in it
 * @param height pixels; as {@code width}
 * @param frames number of frames, or of images in a shard; null for a still image
 * @param frame index of the frame, or of the shard
 * @param measures measured values, e.g. {@code psnr} (dB), {@code ssim}, {@code score}; null: none
 */
public record OutputArtifact(
        int item,
        String role,
        String key,
        String contentType,
        long bytes,
        String sha256,
        int width,
        int height,
        @Nullable Integer frames,
        @Nullable Integer frame,
        long seed,
        @Nullable Map<String, Double> measures) {

    /**
     * Values of {@code role}. {@code frame} is one frame of an animation; {@code shard} and {@code annotations} belong
     * to a dataset.
     */
    public static final List<String> ROLES = List.of("image", "video", "frame", "heat_map", "shard", "annotations");

    public OutputArtifact {
        measures = measures == null ? null : Map.copyOf(measures);
    }
}
