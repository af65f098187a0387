package io.darkroom.gateway.submit;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.darkroom.gateway.http.Problem;
import io.darkroom.gateway.view.InputSchemas;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Adds to the generated OpenAPI document what annotations cannot express: the schema that submissions are validated
 * with, the inputs of jobs, bearer authentication, and responses common to all operations.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {
    private static final String BEARER = "bearer";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        InputSchemas.addTo(document);
        Components components =
                document.getComponents() == null ? OASFactory.createComponents() : document.getComponents();
        submissionSchemas().forEach((name, keywords) -> components.addSchema(name, schema(keywords)));
        components.addSecurityScheme(
                BEARER,
                OASFactory.createSecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description("An API key, dk_…, which identifies the tenant."));
        document.setComponents(components);
        document.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(BEARER));
    }

    @Override
    public Operation filterOperation(Operation operation) {
        operation.getResponses().addAPIResponse("401", problem("unauthenticated: no valid API key"));
        operation
                .getResponses()
                .addAPIResponse("403", problem("forbidden: the key does not have the required" + " scope"));
        return operation;
    }

    private static APIResponse problem(String description) {
        Schema problem = OASFactory.createSchema().ref("#/components/schemas/Problem");
        return OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problem.MEDIA_TYPE, OASFactory.createMediaType().schema(problem)));
    }

    private static Schema schema(Map<String, Object> keywords) {
        Schema schema = OASFactory.createSchema();
        keywords.forEach(schema::set);
        return schema;
    }

    /** The submission schema and the schemas it refers to, by component name. */
    private static Map<String, Map<String, Object>> submissionSchemas() {
        try (var file = ApiDescription.class.getResourceAsStream(SubmissionSchema.RESOURCE)) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("#/$defs/", "#/components/schemas/");
            Map<String, Object> root = new ObjectMapper().readValue(text, new TypeReference<>() {});
            root.remove("$schema");
            Map<String, Map<String, Object>> schemas = new LinkedHashMap<>();
            new ObjectMapper()
                    .convertValue(
                            Objects.requireNonNull(root.remove("$defs")),
                            new TypeReference<Map<String, Map<String, Object>>>() {})
                    .forEach(schemas::put);
            schemas.put("JobSubmission", root);
            return schemas;
        } catch (IOException e) {
            throw new UncheckedIOException(SubmissionSchema.RESOURCE + " cannot be read", e);
        }
    }
}
