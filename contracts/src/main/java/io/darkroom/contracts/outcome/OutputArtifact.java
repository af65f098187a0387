package io.darkroom.contracts.outcome;

import org.jspecify.annotations.Nullable;

/**
 * One stored result.
 *
 * @param item index of the image or future it belongs to, from 0
 * @param role {@code image}, {@code video} or {@code frame}
 * @param key object key, scoped by job and attempt
 * @param frames number of frames; null for a still picture
 * @param frame index of the frame, for role {@code frame}
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
        long seed) {}
