package io.darkroom.gateway.submit.kind;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.job.UpscaleImage;
import java.util.List;
import java.util.stream.Collectors;

/** {@code image.upscale}: super-resolution. */
final class UpscaleImageEntry implements KindEntry<UpscaleImage> {
    @Override
    public void check(Findings input) {
        input.prompts();
        List<Integer> factors = input.model().abilities().upscaleFactors();
        JsonNode factor = input.object().path("factor");
        if (factors.isEmpty() || (factor.isNumber() && !factors.contains(factor.asInt()))) {
            String known = factors.stream().map(String::valueOf).collect(Collectors.joining(", "));
            input.add(
                    "factor",
                    "not_allowed",
                    "model '" + input.model().id() + "' supports these factors: " + (known.isEmpty() ? "none" : known));
        }
    }

    @Override
    public UpscaleImage input(Fields fields) {
        int usual = fields.model().abilities().upscaleFactors().getFirst();
        return new UpscaleImage(fields.medium("image"), fields.integer("factor", usual), fields.format());
    }
}
