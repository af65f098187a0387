package io.darkroom.gateway.submit.kind;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.fleet.ModelInfo.SizeRange;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sizes that a model supports: a list and optionally a range. */
final class Sizes {
    private Sizes() {}

    /**
     * The model's first listed size that matches the given width and height, or the given size if it is in the model's
     * range; a missing side then defaults to that of the model's first size.
     */
    static Optional<ModelInfo.Size> resolve(JsonNode input, ModelInfo model) {
        Optional<ModelInfo.Size> listed = model.sizes().stream()
                .filter(size -> fits(input.path("width"), size.width()) && fits(input.path("height"), size.height()))
                .findFirst();
        SizeRange range = model.abilities().sizeRange();
        if (listed.isPresent() || range == null || model.sizes().isEmpty()) {
            return listed;
        }
        ModelInfo.Size usual = model.sizes().getFirst();
        ModelInfo.Size wanted = new ModelInfo.Size(
                input.path("width").asInt(usual.width()), input.path("height").asInt(usual.height()));
        return Optional.of(wanted).filter(size -> range.holds(size.width(), size.height()));
    }

    private static boolean fits(JsonNode wanted, int pixels) {
        return wanted.isMissingNode() || wanted.asLong() == pixels;
    }

    /** The sizes as text, for violations. */
    static String of(ModelInfo model) {
        String listed = model.sizes().stream()
                .map(size -> size.width() + "x" + size.height())
                .collect(Collectors.joining(", "));
        SizeRange range = model.abilities().sizeRange();
        return range == null
                ? listed
                : listed + ", and multiples of " + range.multiple() + " from " + range.min() + " to " + range.max();
    }
}
