package io.darkroom.gateway.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.darkroom.gateway.http.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Validates a body against {@code job-submission.schema.json}, without regard to its model. */
@ApplicationScoped
public class SubmissionSchema {
    /** Class path resource of the schema. */
    public static final String RESOURCE = "/io/darkroom/gateway/submit/job-submission.schema.json";

    private static final Map<String, String> CODES = Map.ofEntries(
            Map.entry("additionalProperties", "unknown_field"),
            Map.entry("required", "required"),
            Map.entry("type", "wrong_type"),
            Map.entry("enum", "not_allowed"),
            Map.entry("minimum", "out_of_range"),
            Map.entry("maximum", "out_of_range"),
            Map.entry("exclusiveMinimum", "out_of_range"),
            Map.entry("minLength", "too_short"),
            Map.entry("maxLength", "too_long"),
            Map.entry("pattern", "malformed"),
            Map.entry("propertyNames", "malformed"),
            Map.entry("minItems", "too_short"),
            Map.entry("maxItems", "too_long"),
            Map.entry("maxProperties", "too_long"),
            Map.entry("uniqueItems", "repeated"));

    private final Schema schema;

    SubmissionSchema() {
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text(), InputFormat.JSON);
    }

    private static String text() {
        try (var file = SubmissionSchema.class.getResourceAsStream(RESOURCE)) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " is not on the class path", e);
        }
    }

    List<Violation> check(JsonNode body) {
        return schema.validate(body).stream()
                .map(SubmissionSchema::violation)
                .distinct()
                .toList();
    }

    private static Violation violation(Error error) {
        String keyword = Objects.requireNonNullElse(error.getKeyword(), "");
        String code = CODES.getOrDefault(keyword, "invalid");
        String place = Pointers.of(error.getInstanceLocation());
        String property = error.getProperty();
        boolean namesAChild = keyword.equals("required") || keyword.equals("additionalProperties");
        if (property != null && namesAChild) {
            String pointer = place + "/" + Pointers.escape(property);
            return new Violation(
                    pointer,
                    code,
                    keyword.equals("required")
                            ? "'" + property + "' is required"
                            : "'" + property + "' is not a known field");
        }
        return new Violation(place, code, error.getMessage());
    }
}
