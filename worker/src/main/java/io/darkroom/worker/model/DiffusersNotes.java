package io.darkroom.worker.model;

import static io.darkroom.worker.model.ManifestReader.require;

import io.darkroom.worker.model.ModelManifest.ModelFile;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code darkroom.json} next to {@code model_index.json}: what an export does not contain. Every field is optional; unknown fields are
 * rejected.
 *
 * @param id default: the folder's name
 * @param files digests that the files must have; null: the files are used as they are
 */
public record DiffusersNotes(
        @Nullable String id,
        @Nullable String version,
        @Nullable String name,
        @Nullable String description,
        @Nullable String license,
        @Nullable List<String> styles,
        @Nullable Defaults defaults,
        @Nullable Limits limits,
        @Nullable List<ModelFile> files) {
    static final DiffusersNotes NONE = new DiffusersNotes(null, null, null, null, null, null, null, null, null);

    public DiffusersNotes {
        ModelManifest.requireNoNulls(styles, files);
    }

    /** @throws ModelRejectedException if a number is out of its range */
    void check(String model, Limits usualLimits, Defaults usualDefaults) {
        Limits limit = Objects.requireNonNullElse(limits, usualLimits);
        Defaults start = Objects.requireNonNullElse(defaults, usualDefaults);
        require(
                model,
                limit.maxSteps() >= 1 && limit.maxImages() >= 1 && limit.maxPromptChars() >= 1,
                "darkroom.json: limits must be positive");
        require(
                model,
                start.steps() >= 1 && start.steps() <= limit.maxSteps(),
                "darkroom.json: defaults.steps " + start.steps() + " is not between 1 and limits.max_steps "
                        + limit.maxSteps());
        require(
                model,
                start.guidanceScale() >= 0 && Double.isFinite(start.guidanceScale()),
                "darkroom.json: defaults.guidance_scale must be 0 or more");
        Integer side = limit.maxSide();
        require(model, side == null || side >= 1, "darkroom.json: limits.max_side must be positive");
    }

    /** For requests that leave them out. */
    public record Defaults(int steps, double guidanceScale) {}

    /**
     * @param maxSide largest side of an image, pixels, if the networks take any size; null: twice the default
     */
    public record Limits(
            int maxSteps,
            int maxImages,
            int maxPromptChars,
            @Nullable Integer maxSide) {}
}
