package io.darkroom.worker.model;

import io.darkroom.worker.model.ModelManifest.ModelFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code darkroom.json} next to {@code model_index.json}: what an export does not say. All of it may be left out; unknown
 * fields are refused.
 *
 * @param id default: the folder's name
 * @param files digests that the files must have; null: what is there is taken
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

    /** Of requests that do not say. */
    public record Defaults(int steps, double guidanceScale) {}

    /**
     * @param maxSide largest side of a picture, pixels, where the export takes any size; null: twice the default
     */
    public record Limits(
            int maxSteps,
            int maxImages,
            int maxPromptChars,
            @Nullable Integer maxSide) {}
}
