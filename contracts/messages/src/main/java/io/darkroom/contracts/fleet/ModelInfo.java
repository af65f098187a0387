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
 * @param abilities what it can do beyond its kinds
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
        Abilities abilities,
        double stepSeconds) {

    public ModelInfo {
        abilities = orNone(abilities);
    }

    /** Workers from before there were abilities announce none. */
    private static Abilities orNone(@Nullable Abilities abilities) {
        return abilities == null ? Abilities.NONE : abilities;
    }

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

    /**
     * @param upscaleFactors factors of {@code image.upscale}; empty unless it serves that kind
     * @param sizeRange sizes that it makes next to {@code sizes}; null: only those
     * @param transparent whether its pictures have an alpha channel, from which masks and boxes of a dataset come
     * @param maxItems pictures of one dataset; null: 10 000
     */
    public record Abilities(
            List<Integer> upscaleFactors,
            @Nullable SizeRange sizeRange,
            @Nullable Boolean transparent,
            @Nullable Integer maxItems) {

        public static final Abilities NONE = new Abilities(List.of(), null, null, null);

        public Abilities {
            upscaleFactors = copy(upscaleFactors);
        }

        private static List<Integer> copy(@Nullable List<Integer> factors) {
            return factors == null ? List.of() : List.copyOf(factors);
        }
    }

    /**
     * Every size of which both sides are multiples within the bounds.
     *
     * @param multiple pixels, e.g. 8
     * @param min smallest side, pixels
     * @param max largest side, pixels
     */
    public record SizeRange(int multiple, int min, int max) {
        public boolean holds(int width, int height) {
            return holds(width) && holds(height);
        }

        private boolean holds(int side) {
            return side >= min && side <= max && side % multiple == 0;
        }
    }
}
