package io.darkroom.contracts.fleet;

import io.darkroom.contracts.job.JobKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model that the fleet serves, as workers announce it in {@code darkroom.models} (compacted, keyed by id) and as
 * {@code GET /v1/models} shows it.
 *
 * @param digest SHA-256 over the manifest; two workers with other files announce another one
 * @param styles names that may stand in {@code input.style}
 * @param stepSeconds measured device seconds of one denoising step of one item
 */
public record ModelInfo(
        String id,
        String version,
        String name,
        String description,
        String license,
        String digest,
        List<JobKind> kinds,
        List<Size> sizes,
        List<String> styles,
        List<String> schedulers,
        Defaults defaults,
        Limits limits,
        @Nullable Video video,
        double stepSeconds) {

    /** Pixels. */
    public record Size(int width, int height) {}

    public record Defaults(int steps, double guidanceScale) {}

    /**
     * @param maxImages images, or futures, of one job
     * @param maxFrames predicted frames of one future; 0 for a model of still pictures
     */
    public record Limits(int maxSteps, int maxImages, int maxPromptChars, int maxFrames) {}

    /**
     * @param contextFrames frames that the model looks at
     * @param futureFrames frames it predicts at once
     * @param fps frames per second that it was trained on
     */
    public record Video(int contextFrames, int futureFrames, double fps) {}
}
