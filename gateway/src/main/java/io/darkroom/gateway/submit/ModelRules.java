package io.darkroom.gateway.submit;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.gateway.fleet.ModelCatalog;
import io.darkroom.gateway.platform.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
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
        return body.path("model").isTextual() ? catalog.find(body.path("model").textValue()) : Optional.empty();
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
        check(body.path("input"), model, found);
        return found;
    }

    private static void check(JsonNode input, ModelInfo model, List<Violation> found) {
        atMost(input, "steps", model.limits().maxSteps(), model, found);
        atMost(input, "n", model.limits().maxImages(), model, found);
        atMost(input, "num_frames", model.limits().maxFrames(), model, found);
        noLonger(input, "prompt", model, found);
        noLonger(input, "negative_prompt", model, found);
        oneOf(input, "scheduler", model.schedulers(), model, found);
        oneOf(input, "style", model.styles(), model, found);
        size(input, model, found);
    }

    private static void atMost(JsonNode input, String field, int max, ModelInfo model, List<Violation> found) {
        JsonNode value = input.path(field);
        if (value.isNumber() && value.decimalValue().compareTo(BigDecimal.valueOf(max)) > 0) {
            found.add(new Violation(
                    "/input/" + field, "out_of_range", "model '" + model.id() + "' allows at most " + max));
        }
    }

    private static void noLonger(JsonNode input, String field, ModelInfo model, List<Violation> found) {
        JsonNode value = input.path(field);
        int max = model.limits().maxPromptChars();
        if (value.isTextual()
                && value.textValue().codePointCount(0, value.textValue().length()) > max) {
            found.add(new Violation(
                    "/input/" + field, "too_long", "model '" + model.id() + "' reads at most " + max + " characters"));
        }
    }

    private static void oneOf(
            JsonNode input, String field, List<String> allowed, ModelInfo model, List<Violation> found) {
        JsonNode value = input.path(field);
        if (value.isTextual() && !allowed.contains(value.textValue())) {
            String choice = allowed.isEmpty() ? "it has none" : "it has: " + String.join(", ", allowed);
            found.add(new Violation(
                    "/input/" + field, "not_allowed", "model '" + model.id() + "' does not have this; " + choice));
        }
    }

    private static void size(JsonNode input, ModelInfo model, List<Violation> found) {
        JsonNode width = input.path("width");
        JsonNode height = input.path("height");
        boolean readable = (width.isMissingNode() || width.isNumber()) && (height.isMissingNode() || height.isNumber());
        if (readable
                && !(width.isMissingNode() && height.isMissingNode())
                && size(input, model).isEmpty()) {
            String sizes = model.sizes().stream()
                    .map(size -> size.width() + "x" + size.height())
                    .collect(Collectors.joining(", "));
            String field = width.isMissingNode() ? "height" : "width";
            found.add(new Violation(
                    "/input/" + field, "not_allowed", "model '" + model.id() + "' makes these sizes: " + sizes));
        }
    }

    /** The model's first size that fits what is given of width and height. */
    static Optional<ModelInfo.Size> size(JsonNode input, ModelInfo model) {
        return model.sizes().stream()
                .filter(size -> fits(input.path("width"), size.width()) && fits(input.path("height"), size.height()))
                .findFirst();
    }

    private static boolean fits(JsonNode wanted, int pixels) {
        return wanted.isMissingNode() || wanted.asLong() == pixels;
    }
}
