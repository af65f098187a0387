package io.darkroom.gateway.submit;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.fleet.ModelInfo;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.gateway.fleet.ModelCatalog;
import io.darkroom.gateway.http.Violation;
import io.darkroom.gateway.submit.kind.Findings;
import io.darkroom.gateway.submit.kind.Kinds;
import io.darkroom.gateway.submit.kind.Models;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks a body against the limits of the requested model. Works on the raw body and ignores what the schema check
 * reports already, so that both checks together report all violations at once.
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

    Models models(ModelInfo model) {
        return new Models(
                model,
                catalog.all().stream().filter(ModelRules::generatesImages).toList());
    }

    private Optional<ModelInfo> find(JsonNode id) {
        return id.isTextual() ? catalog.find(id.textValue()) : Optional.empty();
    }

    private static boolean generatesImages(ModelInfo model) {
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
                    known.isEmpty() ? "no model is served yet" : "there is no such model; available models: " + known));
            return found;
        }
        Optional<JobKind> kind = JobKind.find(body.path("kind").asText());
        if (kind.isPresent() && !model.kinds().contains(kind.get())) {
            String kinds = model.kinds().stream().map(JobKind::wireName).collect(Collectors.joining(", "));
            found.add(new Violation(
                    "/kind", "not_served", "model '" + model.id() + "' does not serve this kind; it serves: " + kinds));
            return found;
        }
        Findings input = new Findings("/input", body.path("input"), models(model), found);
        input.limits();
        kind.map(Kinds::of).ifPresentOrElse(entry -> entry.check(input), input::prompts);
        return found;
    }
}
