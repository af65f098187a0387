package io.darkroom.gateway.submit.kind;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.fleet.ModelInfo;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The models that a submission involves.
 *
 * @param model model that runs the job
 * @param imageModels all models that generate images from a prompt, ordered by id; candidates for the first frame of a
 *     video
 */
public record Models(ModelInfo model, List<ModelInfo> imageModels) {
    public Models {
        imageModels = List.copyOf(imageModels);
    }

    /**
     * The model that generates the first frame of a video: the one given by {@code image_model}, or the first
     * candidate.
     */
    Optional<ModelInfo> imageModel(JsonNode input) {
        return input.has("image_model")
                ? findImageModel(input.path("image_model").textValue())
                : imageModels.stream().findFirst();
    }

    Optional<ModelInfo> findImageModel(@Nullable String id) {
        return imageModels.stream().filter(model -> model.id().equals(id)).findFirst();
    }
}
