package io.darkroom.gateway.view;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.wire.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * Adds to the OpenAPI document the schemas of a job's {@code input}: one per kind, as the codec writes it. An
 * annotation would need a list of all input records.
 */
public final class InputSchemas {
    private static final String COMPONENTS = "#/components/schemas/";

    private final SerializationConfig codec = Json.mapper().getSerializationConfig();
    private final Map<String, Schema> components = new TreeMap<>();

    private InputSchemas() {}

    public static void addTo(OpenAPI document) {
        new InputSchemas().add(document);
    }

    private void add(OpenAPI document) {
        Schema job =
                Objects.requireNonNull(document.getComponents().getSchemas().get("Job"));
        Schema input = Objects.requireNonNull(job.getProperties().get("input")).addType(SchemaType.OBJECT);
        for (JobKind kind : JobKind.values()) {
            input.addOneOf(reference(codec.constructType(kind.input())));
        }
        components.putAll(document.getComponents().getSchemas());
        document.getComponents().setSchemas(components);
    }

    /** A reference to an object, which is added to the components together with everything it refers to. */
    private Schema reference(JavaType type) {
        String name = type.getRawClass().getSimpleName();
        if (!components.containsKey(name)) {
            Schema object = OASFactory.createSchema().addType(SchemaType.OBJECT);
            components.put(name, object);
            properties(type).forEach(field -> object.addProperty(field.getName(), schema(field.getPrimaryType())));
        }
        return OASFactory.createSchema().ref(COMPONENTS + name);
    }

    private List<BeanPropertyDefinition> properties(JavaType type) {
        return codec.introspect(type).findProperties().stream()
                .filter(BeanPropertyDefinition::couldSerialize)
                .sorted(Comparator.comparing(BeanPropertyDefinition::getName))
                .toList();
    }

    private Schema schema(JavaType type) {
        Class<?> raw = type.getRawClass();
        Schema schema = OASFactory.createSchema();
        if (raw == String.class) {
            return schema.addType(SchemaType.STRING);
        } else if (raw == boolean.class) {
            return schema.addType(SchemaType.BOOLEAN);
        } else if (raw == int.class) {
            return schema.addType(SchemaType.INTEGER).format("int32");
        } else if (raw == long.class) {
            return schema.addType(SchemaType.INTEGER).format("int64");
        } else if (raw == double.class || raw == Double.class) {
            return schema.addType(SchemaType.NUMBER).format("double");
        } else if (type.isCollectionLikeType()) {
            return schema.addType(SchemaType.ARRAY).items(schema(type.getContentType()));
        }
        return reference(type);
    }
}
