package io.darkroom.gateway.submit.kind;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.gateway.http.Violation;
import java.math.BigDecimal;
import java.util.List;

/**
 * Checks parts of a body against a model and collects violations. Ignores values of the wrong type, which the schema
 * check reports.
 *
 * @param pointer pointer to the checked object
 */
public record Findings(String pointer, JsonNode object, Models models, List<Violation> found) {

    ModelInfo model() {
        return models.model();
    }

    /** The findings for a nested object. */
    Findings at(String path, JsonNode inside) {
        return new Findings(pointer + "/" + path, inside, models, found);
    }

    /** The findings of the same object for another model. */
    Findings against(ModelInfo other) {
        return new Findings(pointer, object, new Models(other, models.imageModels()), found);
    }

    /** Checks the model's limits that apply to every kind. */
    public void limits() {
        ModelInfo.Limits limits = model().limits();
        atMost("steps", limits.maxSteps());
        atMost("n", limits.maxImages());
        atMost("num_frames", limits.maxFrames());
        oneOf("scheduler", model().schedulers());
        size();
    }

    private void size() {
        JsonNode width = object.path("width");
        JsonNode height = object.path("height");
        boolean readable = (width.isMissingNode() || width.isNumber()) && (height.isMissingNode() || height.isNumber());
        if (readable
                && !(width.isMissingNode() && height.isMissingNode())
                && Sizes.resolve(object, model()).isEmpty()) {
            add(
                    width.isMissingNode() ? "height" : "width",
                    "not_allowed",
                    "model '" + model().id() + "' supports these sizes: " + Sizes.of(model()));
        }
    }

    /** Checks prompts and style against the model. */
    public void prompts() {
        checkPromptLength("prompt");
        checkPromptLength("negative_prompt");
        oneOf("style", model().styles());
    }

    void add(String field, String code, String message) {
        found.add(new Violation(pointer + "/" + field, code, message));
    }

    void atMost(String field, int max) {
        JsonNode value = object.path(field);
        if (value.isNumber() && value.decimalValue().compareTo(BigDecimal.valueOf(max)) > 0) {
            add(field, "out_of_range", "model '" + model().id() + "' allows at most " + max);
        }
    }

    /** Checks the length of a prompt. */
    void checkPromptLength(String field) {
        JsonNode value = object.path(field);
        int max = model().limits().maxPromptChars();
        if (value.isTextual()
                && value.textValue().codePointCount(0, value.textValue().length()) > max) {
            add(field, "too_long", "model '" + model().id() + "' accepts at most " + max + " characters");
        }
    }

    void oneOf(String field, List<String> allowed) {
        oneOf(field, object.path(field), allowed);
    }

    void oneOf(String field, JsonNode value, List<String> allowed) {
        if (value.isTextual() && !allowed.contains(value.textValue())) {
            String choice = allowed.isEmpty() ? "it has none" : "available: " + String.join(", ", allowed);
            add(field, "not_allowed", "model '" + model().id() + "' does not have this; " + choice);
        }
    }
}
