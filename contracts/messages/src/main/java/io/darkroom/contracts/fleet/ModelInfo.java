package io.darkroom.contracts.fleet;

import io.darkroom.contracts.job.JobKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model that the fleet serves, as workers announce it in {@code darkroom.models} (compacted, keyed by id) and as
 * {@code GET /v1/models} shows it.
 *
 * @param digest SHA-256 over the manifest; workers with different files announce different digests
 * @param styles values allowed in {@code input.style}
 * @param abilities optional capabilities beyond its kinds
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

    /** Older workers announce no abilities. */
    private static Abilities orNone(@Nullable Abilities abilities) {
        return abilities == null ? Abilities.NONE : abilities;
    }

    /** Pixels. */
    public record Size(int width, int height) {}

    public record Defaults(int steps, double guidanceScale) {}

    /**
     * @param maxImages images, or futures, of one job
     * @param maxFrames predicted frames of one future; 0 for a model of still images
     */
    public record Limits(int maxSteps, int maxImages, int maxPromptChars, int maxFrames) {}

    /**
     * @param contextFrames context frames that the model conditions on
     * @param futureFrames frames predicted in one block
     * @param fps frame rate of the training data, frames per second
     */
    public record Video(int contextFrames, int futureFrames, double fps) {}

    /**
     * @param upscaleFactors factors of {@code image.upscale}; empty unless it serves that kind
     * @param sizeRange further sizes besides {@code sizes}; null: none
     * @param transparent whether its images have an alpha channel, from which masks and boxes of a dataset are derived
     * @param maxItems maximum number of images of one dataset; null: 10,000
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
     * All sizes whose sides are both a multiple of {@code multiple} and within the bounds.
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
