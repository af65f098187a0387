package io.darkroom.k8s;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Manifests as trees, and as Kubernetes' own types without any field that Kubernetes does not know. */
final class Manifests {
    static final Path FOLDER = Path.of("").toAbsolutePath();
    static final YAMLMapper TREES = new YAMLMapper();
    private static final YAMLMapper STRICT = strict();

    private Manifests() {}

    private static YAMLMapper strict() {
        YAMLMapper mapper = new YAMLMapper();
        mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        // The types take unknown fields into a map; without that setter an unknown field is an error.
        mapper.setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
            @Override
            public Boolean hasAnySetter(Annotated annotated) {
                return false;
            }
        });
        return mapper;
    }

    static List<JsonNode> read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    static List<JsonNode> parse(String text) throws IOException {
        YAMLParser parser = new YAMLFactory().createParser(text);
        try (MappingIterator<JsonNode> documents =
                TREES.readerFor(JsonNode.class).readValues(parser)) {
            return documents.readAll();
        }
    }

    static <T> T strictly(JsonNode manifest, Class<T> type) throws IOException {
        return STRICT.treeToValue(manifest, type);
    }

    static String name(JsonNode manifest) {
        return manifest.path("kind").asText() + "/"
                + manifest.path("metadata").path("name").asText();
    }

    /** By kind and name. */
    static Map<String, JsonNode> byName(List<JsonNode> manifests) {
        Map<String, JsonNode> named = new TreeMap<>();
        for (JsonNode manifest : manifests) {
            if (named.put(name(manifest), manifest) != null) {
                throw new IllegalStateException(name(manifest) + " is there twice");
            }
        }
        return named;
    }

    static List<JsonNode> ofKind(List<JsonNode> manifests, String kind) {
        return manifests.stream()
                .filter(manifest -> manifest.path("kind").asText().equals(kind))
                .toList();
    }
}
