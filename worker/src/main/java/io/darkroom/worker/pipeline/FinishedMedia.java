package io.darkroom.worker.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * An encoded result, ready to be stored.
 *
 * @param item index of the image or future, from 0
 * @param role {@code image}, {@code video} or {@code frame}
 * @param name file name within the attempt, e.g. {@code 0.png}
 * @param frames number of frames; null for a still picture
 * @param frame index of the frame, for role {@code frame}
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
        long seed) {}
