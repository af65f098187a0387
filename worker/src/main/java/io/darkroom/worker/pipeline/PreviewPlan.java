package io.darkroom.worker.pipeline;

import java.util.stream.IntStream;

/**
 * After which steps of an item a preview is shown.
 *
 * @param previews how many the client wants
 * @param steps steps of one item
 */
public record PreviewPlan(int previews, int steps) {
    /** Evenly spaced, without the last step, after which there is the result itself. */
    public boolean shows(int step) {
        return step < steps
                && IntStream.rangeClosed(1, previews)
                        .anyMatch(k -> Math.round((double) k * steps / (previews + 1)) == step);
    }
}
