package io.darkroom.gateway.submit.kind;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.fleet.ModelInfo;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The models that a submission is about.
 *
 * @param model runs the job
 * @param drawing all that make images from a prompt, ordered by id: they draw first frames
 */
public record Models(ModelInfo model, List<ModelInfo> drawing) {
    public Models {
        drawing = List.copyOf(drawing);
    }

    /** Who draws the first frame of a video: the model that {@code image_model} names, or the first that can. */
    Optional<ModelInfo> imageModel(JsonNode input) {
        return input.has("image_model")
                ? drawing(input.path("image_model").textValue())
                : drawing.stream().findFirst();
    }

    Optional<ModelInfo> drawing(@Nullable String id) {
        return drawing.stream().filter(model -> model.id().equals(id)).findFirst();
    }
}
