package io.darkroom.gateway.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.darkroom.contracts.job.JobKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind has a page, and its table of parameters is the schema. Export: set {@code DARKROOM_EXPORT=true}. */
class JobKindPagesTest {
    private static final Path PAGES = Path.of("..", "docs", "job-kinds");
    private static final String FROM = "<!-- parameters: generated from the schema of submissions -->\n";
    private static final String TO = "<!-- end of parameters -->\n";

    private final JsonNode schema = schema();

    private static JsonNode schema() {
        try (var file = JobKindPagesTest.class.getResourceAsStream(SubmissionSchema.RESOURCE)) {
            return new ObjectMapper().readTree(Objects.requireNonNull(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void thePageHasTheParametersOfTheSchema(JobKind kind) throws IOException {
        Path file = PAGES.resolve(kind.wireName() + ".md");
        String page = Files.readString(file);
        assertThat(page).containsOnlyOnce(FROM).containsOnlyOnce(TO);
        String table = table(kind);
        if ("true".equals(System.getenv("DARKROOM_EXPORT"))) {
            page = page.substring(0, page.indexOf(FROM)) + FROM + table + page.substring(page.indexOf(TO));
            Files.writeString(file, page);
        }
        assertThat(page.substring(page.indexOf(FROM) + FROM.length(), page.indexOf(TO)))
                .as("run the test with the environment variable DARKROOM_EXPORT=true and commit the file")
                .isEqualTo(table);
    }

    @ParameterizedTest
    @EnumSource
    void thePageShowsAnImageAndARequest(JobKind kind) throws IOException {
        assertThat(Files.readString(PAGES.resolve(kind.wireName() + ".md")))
                .contains("](../images/kinds/" + kind.wireName() + ".png)", "./darkroom ", "curl ", "## Errors")
                .contains("\"kind\": \"" + kind.wireName() + "\"");
    }

    @Test
    void theIndexListsAllKinds() throws IOException {
        String index = Files.readString(PAGES.resolve("README.md"));
        for (JobKind kind : JobKind.values()) {
            assertThat(index).contains("[`" + kind.wireName() + "`](" + kind.wireName() + ".md)");
        }
    }

    private String table(JobKind kind) {
        JsonNode input = inputOf(kind);
        List<String> required = new ArrayList<>();
        input.path("required").forEach(name -> required.add(name.asText()));
        StringBuilder table = new StringBuilder("\n| field | value | meaning |\n|---|---|---|\n");
        rows(table, "", input, required);
        return table.append('\n').toString();
    }

    private JsonNode inputOf(JobKind kind) {
        for (JsonNode rule : schema.path("allOf")) {
            if (rule.at("/if/properties/kind/const").asText().equals(kind.wireName())) {
                return resolved(rule.at("/then/properties/input"));
            }
        }
        throw new AssertionError("the schema does not define what " + kind.wireName() + " takes");
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? schema.at(node.path("$ref").asText().substring(1)) : node;
    }

    private void rows(StringBuilder table, String prefix, JsonNode object, List<String> required) {
        object.path("properties").properties().forEach(property -> {
            JsonNode field = resolved(property.getValue());
            String name = prefix + property.getKey();
            String meaning = field.path("description").asText();
            String must = required.contains(property.getKey()) ? "**Required.** " : "";
            table.append("| `%s` | %s | %s |\n".formatted(name, value(field), (must + meaning).strip()));
            JsonNode items = resolved(field.path("items"));
            if (items.has("properties")) {
                List<String> inside = new ArrayList<>();
                items.path("required").forEach(one -> inside.add(one.asText()));
                rows(table, name + "[].", items, inside);
            }
        });
    }

    private String value(JsonNode field) {
        if (field.has("enum")) {
            List<String> choices = new ArrayList<>();
            field.path("enum").forEach(choice -> choices.add("`" + choice.asText() + "`"));
            return String.join(", ", choices);
        }
        return switch (field.path("type").asText()) {
            case "integer", "number" -> field.path("type").asText() + range(field);
            case "string" -> "text";
            case "boolean" -> "true or false";
            case "array" ->
                "list"
                        + (field.has("maxItems")
                                ? " of at most " + field.path("maxItems").asText()
                                : "");
            default -> throw new AssertionError("no words for " + field);
        };
    }

    private static String range(JsonNode field) {
        String to = field.has("maximum") ? " to " + field.path("maximum").asText() : "";
        if (field.has("exclusiveMinimum")) {
            return ", above " + field.path("exclusiveMinimum").asText() + to;
        }
        return field.has("minimum") ? ", " + field.path("minimum").asText() + to : "";
    }
}
