package io.darkroom.platform.telemetry.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Dashboards use published metrics, do not overlap, and refer to existing runbooks. */
class DashboardsTest {
    private static final Path FOLDER = Path.of("..", "..", "deploy", "dashboards");
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Test
    void everyQueryUsesWhatIsInTheCatalogue() throws IOException {
        Queries queries = new Queries();
        Set<String> shown = new TreeSet<>();
        for (Path file : files()) {
            for (JsonNode panel : panels(file)) {
                for (JsonNode target : panel.path("targets")) {
                    String where =
                            file.getFileName() + ", " + panel.path("title").asText();
                    assertThat(target.at("/datasource/uid").asText()).as(where).isEqualTo("prometheus");
                    shown.addAll(queries.check(where, target.path("expr").asText()));
                }
            }
        }
        for (Metric metric : Catalogue.all()) {
            assertThat(metric.series())
                    .as("some dashboard shows " + metric.name())
                    .containsAnyElementsOf(shown);
        }
    }

    @Test
    void panelsHaveTheirPlace() throws IOException {
        for (Path file : files()) {
            Set<Integer> ids = new HashSet<>();
            Set<String> cells = new HashSet<>();
            for (JsonNode panel : panels(file)) {
                String where = file.getFileName() + ", " + panel.path("title").asText();
                assertThat(ids.add(panel.path("id").asInt()))
                        .as("another id for " + where)
                        .isTrue();
                JsonNode at = panel.path("gridPos");
                assertThat(at.path("x").asInt() + at.path("w").asInt())
                        .as(where)
                        .isBetween(1, 24);
                for (int x = 0; x < at.path("w").asInt(); x++) {
                    for (int y = 0; y < at.path("h").asInt(); y++) {
                        String cell =
                                (at.path("x").asInt() + x) + "/" + (at.path("y").asInt() + y);
                        assertThat(cells.add(cell))
                                .as("%s lies over another panel", where)
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void runbooksThatPanelsNameExist() throws IOException {
        Set<String> named = new HashSet<>();
        for (Path file : files()) {
            for (JsonNode panel : panels(file)) {
                java.util.regex.Pattern.compile("(?<![/a-z-])([a-z-]+\\.md)")
                        .matcher(panel.path("description").asText())
                        .results()
                        .forEach(found -> named.add(found.group(1)));
            }
        }
        assertThat(named)
                .hasSizeGreaterThan(8)
                .allSatisfy(runbook -> assertThat(Path.of("..", "..", "docs", "runbooks", runbook))
                        .isRegularFile());
    }

    @Test
    void provisioningIsWhatGrafanaReads() throws IOException {
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
        JsonNode source = yaml.readTree(
                FOLDER.resolve("provisioning/datasources/prometheus.yaml").toFile());
        assertThat(source.at("/datasources/0/uid").asText()).isEqualTo("prometheus");
        JsonNode provider = yaml.readTree(
                FOLDER.resolve("provisioning/dashboards/darkroom.yaml").toFile());
        assertThat(provider.at("/providers/0/type").asText()).isEqualTo("file");
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".json")).toList();
            assertThat(found).hasSizeGreaterThanOrEqualTo(4);
            return found;
        }
    }

    private static Iterable<JsonNode> panels(Path file) throws IOException {
        JsonNode dashboard = STRICT.readTree(file.toFile());
        assertThat(dashboard.path("uid").asText() + ".json").isEqualTo(String.valueOf(file.getFileName()));
        assertThat(dashboard.path("editable").asBoolean(true)).isFalse();
        return dashboard.path("panels");
    }
}
