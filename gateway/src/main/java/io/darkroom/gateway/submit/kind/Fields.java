package io.darkroom.gateway.submit.kind;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.job.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the input of a valid body, with the model's defaults.
 *
 * @param seed as given, or random
 * @param secondSeed random
 * @param media media in the object store, by field
 */
public record Fields(JsonNode input, Models models, long seed, long secondSeed, Map<String, MediaRef> media) {

    ModelInfo model() {
        return models.model();
    }

    /** The common parameters of all kinds of {@link io.darkroom.contracts.job.PromptedImage}. */
    Sampling sampling() {
        ModelInfo.Size size = size();
        return new Sampling(
                prompt(),
                negativePrompt(),
                style(),
                n(),
                size.width(),
                size.height(),
                steps(),
                guidanceScale(),
                scheduler(),
                seed,
                format());
    }

    MediaRef medium(String field) {
        return Objects.requireNonNull(media.get(field), field);
    }

    @Nullable
    MediaRef mediumOrNull(String field) {
        return media.get(field);
    }

    String prompt() {
        return input.path("prompt").asText("");
    }

    @Nullable
    String negativePrompt() {
        return text("negative_prompt");
    }

    @Nullable
    String style() {
        return text("style");
    }

    @Nullable
    String text(String field) {
        return input.path(field).textValue();
    }

    String text(String field, String otherwise) {
        return input.path(field).asText(otherwise);
    }

    int integer(String field, int otherwise) {
        return input.path(field).asInt(otherwise);
    }

    long integer(String field, long otherwise) {
        return input.path(field).asLong(otherwise);
    }

    double number(String field, double otherwise) {
        return input.path(field).asDouble(otherwise);
    }

    @Nullable
    Double number(String field) {
        return input.path(field).isNumber() ? input.path(field).doubleValue() : null;
    }

    boolean flag(String field) {
        return input.path(field).asBoolean(false);
    }

    <T> List<T> list(String field, Function<JsonNode, T> read) {
        List<T> found = new ArrayList<>();
        input.path(field).forEach(element -> found.add(read.apply(element)));
        return found;
    }

    int n() {
        return integer("n", 1);
    }

    ModelInfo.Size size() {
        return Sizes.resolve(input, model()).orElseThrow();
    }

    int steps() {
        return integer("steps", model().defaults().steps());
    }

    double guidanceScale() {
        return number("guidance_scale", model().defaults().guidanceScale());
    }

    String scheduler() {
        return text("scheduler", model().schedulers().getFirst());
    }

    /** Output format of a still image. */
    String format() {
        return text("output_format", "png");
    }
}
