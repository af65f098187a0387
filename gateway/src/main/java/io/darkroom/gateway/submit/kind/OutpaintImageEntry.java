package io.darkroom.gateway.submit.kind;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.job.OutpaintImage;
import java.util.List;

/** {@code image.outpaint}: extends an image beyond its borders. */
final class OutpaintImageEntry implements KindEntry<OutpaintImage> {
    private static final List<String> SIDES = List.of("left", "top", "right", "bottom");

    @Override
    public void check(Findings input) {
        input.prompts();
        JsonNode object = input.object();
        if (object.isObject() && SIDES.stream().noneMatch(side -> grows(object, side))) {
            input.add("left", "required", "at least one of left, top, right and bottom must be above 0");
        }
    }

    /** Values that are not numbers are reported by the schema check. */
    private static boolean grows(JsonNode object, String side) {
        JsonNode value = object.path(side);
        return object.has(side) && !(value.isNumber() && value.decimalValue().signum() == 0);
    }

    @Override
    public OutpaintImage input(Fields fields) {
        return new OutpaintImage(
                fields.medium("image"),
                fields.number("left", 0),
                fields.number("top", 0),
                fields.number("right", 0),
                fields.number("bottom", 0),
                fields.sampling());
    }
}
