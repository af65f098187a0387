package io.darkroom.gateway.submit;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.gateway.fleet.ModelCatalog;
import io.darkroom.gateway.http.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the asked-for model allows. Works on the raw body and passes over what the schema already found wrong, so that both
 * together give every violation at once.
 */
@ApplicationScoped
public class ModelRules {
    private final ModelCatalog catalog;

    ModelRules(ModelCatalog catalog) {
        this.catalog = catalog;
    }

    Optional<ModelInfo> model(JsonNode body) {
        return find(body.path("model"));
    }

    /** Who draws the first frame of a {@code video.generate}: the model that is named, or the first that can. */
    Optional<ModelInfo> imageModel(JsonNode input) {
        return input.has("image_model")
                ? find(input.path("image_model")).filter(ModelRules::draws)
                : catalog.all().stream().filter(ModelRules::draws).findFirst();
    }

    private Optional<ModelInfo> find(JsonNode id) {
        return id.isTextual() ? catalog.find(id.textValue()) : Optional.empty();
    }

    private static boolean draws(ModelInfo model) {
        return model.kinds().contains(JobKind.IMAGE_GENERATE);
    }

    List<Violation> check(JsonNode body) {
        List<Violation> found = new ArrayList<>();
        if (!body.path("model").isTextual()) {
            return found;
        }
        ModelInfo model = model(body).orElse(null);
        if (model == null) {
            String known = catalog.all().stream().map(ModelInfo::id).collect(Collectors.joining(", "));
            found.add(new Violation(
                    "/model",
                    "unknown_model",
                    known.isEmpty() ? "no model is served yet" : "there is no such model; there are: " + known));
            return found;
        }
        Optional<JobKind> kind = JobKind.find(body.path("kind").asText());
        if (kind.isPresent() && !model.kinds().contains(kind.get())) {
            String kinds = model.kinds().stream().map(JobKind::wireName).collect(Collectors.joining(", "));
            found.add(new Violation(
                    "/kind", "not_served", "model '" + model.id() + "' does not do this; it does: " + kinds));
            return found;
        }
        Findings input = new Findings("/input", body.path("input"), model, found);
        common(input);
        if (kind.isPresent() && kind.get() == JobKind.VIDEO_GENERATE) {
            firstFrame(input);
        } else {
            prompted(input);
        }
        kind.ifPresent(known -> KindRules.check(known, input));
        return found;
    }

    private static void common(Findings input) {
        ModelInfo model = input.model();
        input.atMost("steps", model.limits().maxSteps());
        input.atMost("n", model.limits().maxImages());
        input.atMost("num_frames", model.limits().maxFrames());
        input.oneOf("scheduler", model.schedulers());
        size(input);
    }

    private static void prompted(Findings input) {
        input.noLonger("prompt");
        input.noLonger("negative_prompt");
        input.oneOf("style", input.model().styles());
    }

    /** The model that draws the first frame is the one that reads the prompt. */
    private void firstFrame(Findings input) {
        Optional<ModelInfo> drawing = imageModel(input.object());
        if (drawing.isEmpty()) {
            String able = catalog.all().stream()
                    .filter(ModelRules::draws)
                    .map(ModelInfo::id)
                    .collect(Collectors.joining(", "));
            input.add(
                    "image_model",
                    "unknown_model",
                    able.isEmpty() ? "no model that draws pictures is served yet" : "these draw pictures: " + able);
            return;
        }
        Findings first = input.against(drawing.get());
        prompted(first);
        first.atMost("image_steps", drawing.get().limits().maxSteps());
        first.oneOf("image_scheduler", drawing.get().schedulers());
    }

    private static void size(Findings input) {
        JsonNode width = input.object().path("width");
        JsonNode height = input.object().path("height");
        boolean readable = (width.isMissingNode() || width.isNumber()) && (height.isMissingNode() || height.isNumber());
        if (readable
                && !(width.isMissingNode() && height.isMissingNode())
                && Sizes.resolve(input.object(), input.model()).isEmpty()) {
            input.add(
                    width.isMissingNode() ? "height" : "width",
                    "not_allowed",
                    "model '" + input.model().id() + "' makes these sizes: " + Sizes.of(input.model()));
        }
    }
}
