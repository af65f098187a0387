package io.darkroom.gateway.submit;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.gateway.http.ProblemException;
import java.util.List;

/** Variants of models. */
final class AModel {
    private final ModelInfo base;

    private AModel(ModelInfo base) {
        this.base = base;
    }

    static AModel like(ModelInfo base) {
        return new AModel(base);
    }

    /** Its images have no alpha channel. */
    ModelInfo opaque() {
        return new ModelInfo(
                base.id(),
                base.version(),
                base.name(),
                base.description(),
                base.license(),
                base.digest(),
                base.kinds(),
                base.sizes(),
                base.styles(),
                base.schedulers(),
                base.defaults(),
                base.limits(),
                base.video(),
                ModelInfo.Abilities.NONE,
                base.stepSeconds());
    }

    static List<String> violations(SubmissionReader reader, JsonNode body) {
        try {
            reader.read(body);
            return List.of();
        } catch (ProblemException e) {
            return e.violations().stream()
                    .map(violation -> violation.pointer() + " " + violation.code())
                    .toList();
        }
    }
}
