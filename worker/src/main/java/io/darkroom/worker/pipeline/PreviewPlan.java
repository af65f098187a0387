package io.darkroom.worker.pipeline;

import java.util.stream.IntStream;

/**
 * Decides after which steps of an item a preview is published.
 *
 * @param previews how many the client wants
 * @param steps steps of one item
 */
public record PreviewPlan(int previews, int steps) {
    /** Evenly spaced; not after the last step, which gives the result itself. */
    public boolean shows(int step) {
        return step < steps
                && IntStream.rangeClosed(1, previews)
                        .anyMatch(k -> Math.round((double) k * steps / (previews + 1)) == step);
    }
}
