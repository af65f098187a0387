package io.darkroom.gateway.submit.kind;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.ComposeImage;
import io.darkroom.contracts.job.ComposeImage.Region;

/** {@code image.compose}: prompts in boxes. */
final class ComposeImageEntry implements KindEntry<ComposeImage> {
    /** Tolerance for rounding of fractions that a client computed. */
    private static final double SLACK = 1e-6;

    @Override
    public void check(Findings input) {
        input.prompts();
        int index = 0;
        for (JsonNode region : input.object().path("regions")) {
            Findings at = input.at("regions/" + index++, region);
            at.checkPromptLength("prompt");
            inside(at, "x", "width");
            inside(at, "y", "height");
        }
    }

    private static void inside(Findings region, String edge, String side) {
        JsonNode from = region.object().path(edge);
        JsonNode length = region.object().path(side);
        if (from.isNumber() && length.isNumber() && from.doubleValue() + length.doubleValue() > 1 + SLACK) {
            region.add(side, "out_of_range", "the box extends beyond the image: " + edge + " + " + side + " > 1");
        }
    }

    @Override
    public ComposeImage input(Fields fields) {
        return new ComposeImage(fields.list("regions", ComposeImageEntry::region), fields.sampling());
    }

    private static Region region(JsonNode region) {
        return new Region(
                region.path("prompt").textValue(),
                region.path("x").doubleValue(),
                region.path("y").doubleValue(),
                region.path("width").doubleValue(),
                region.path("height").doubleValue(),
                region.path("weight").asDouble(1));
    }

    /** Each region accepts one more evaluation per step. */
    @Override
    public double evaluations(ComposeImage input, ModelInfo model) {
        return Evaluations.of(input) * (1 + input.regions().size());
    }
}
