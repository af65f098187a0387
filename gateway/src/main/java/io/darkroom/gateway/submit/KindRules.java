package io.darkroom.gateway.submit;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.JobKind;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What single kinds ask beyond their schema. */
final class KindRules {
    /** Pictures of one dataset, where the model names no limit. */
    static final int MAX_ITEMS = 10_000;

    /** Rounding of fractions that a client computed. */
    private static final double SLACK = 1e-6;

    private KindRules() {}

    static void check(JobKind kind, Findings input) {
        switch (kind) {
            case IMAGE_OUTPAINT -> growth(input);
            case IMAGE_UPSCALE -> factor(input);
            case IMAGE_COMPOSE -> regions(input);
            case DATASET_SYNTHESIZE -> dataset(input);
            case IMAGE_GENERATE,
                    IMAGE_TRANSFORM,
                    IMAGE_INPAINT,
                    IMAGE_VARY,
                    IMAGE_DENOISE,
                    IMAGE_INTERPOLATE,
                    IMAGE_DETECT_ANOMALIES,
                    VIDEO_PREDICT,
                    VIDEO_GENERATE -> {}
        }
    }

    private static void growth(Findings input) {
        JsonNode object = input.object();
        boolean grows = List.of("left", "top", "right", "bottom").stream()
                .anyMatch(side -> object.has(side) && !(object.path(side).isNumber() && isZero(object.path(side))));
        if (object.isObject() && !grows) {
            input.add("left", "required", "at least one of left, top, right and bottom must be above 0");
        }
    }

    private static boolean isZero(JsonNode number) {
        return number.decimalValue().signum() == 0;
    }

    private static void factor(Findings input) {
        List<Integer> factors = input.model().abilities().upscaleFactors();
        JsonNode factor = input.object().path("factor");
        if (factors.isEmpty() || (factor.isNumber() && !factors.contains(factor.asInt()))) {
            String known = factors.stream().map(String::valueOf).collect(Collectors.joining(", "));
            input.add(
                    "factor",
                    "not_allowed",
                    "model '" + input.model().id() + "' enlarges by: " + (known.isEmpty() ? "nothing" : known));
        }
    }

    private static void regions(Findings input) {
        int index = 0;
        for (JsonNode region : input.object().path("regions")) {
            Findings at = input.at("regions/" + index++, region);
            at.noLonger("prompt");
            inside(at, "x", "width");
            inside(at, "y", "height");
        }
    }

    private static void inside(Findings region, String edge, String side) {
        JsonNode from = region.object().path(edge);
        JsonNode length = region.object().path(side);
        if (from.isNumber() && length.isNumber() && from.doubleValue() + length.doubleValue() > 1 + SLACK) {
            region.add(side, "out_of_range", "the box ends outside of the picture: " + edge + " + " + side + " > 1");
        }
    }

    private static void dataset(Findings input) {
        ModelInfo.Abilities abilities = input.model().abilities();
        input.atMost("count", Objects.requireNonNullElse(abilities.maxItems(), MAX_ITEMS));
        Set<String> labels = new HashSet<>();
        int index = 0;
        for (JsonNode labeled : input.object().path("classes")) {
            Findings at = input.at("classes/" + index++, labeled);
            at.noLonger("prompt");
            if (labeled.path("label").isTextual()
                    && !labels.add(labeled.path("label").textValue())) {
                at.add("label", "repeated", "another class has this label");
            }
        }
        int style = 0;
        for (JsonNode name : input.object().path("styles")) {
            input.oneOf("styles/" + style++, name, input.model().styles());
        }
        for (String marks : List.of("masks", "boxes")) {
            if (input.object().path(marks).asBoolean(false) && !Boolean.TRUE.equals(abilities.transparent())) {
                input.add(
                        marks,
                        "not_allowed",
                        "they come from transparency, which pictures of model '"
                                + input.model().id() + "' do not have");
            }
        }
    }
}
