package io.darkroom.platform.telemetry.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What alerts speak of exists: metrics and labels in the catalogue, runbooks in the documents. */
class AlertsTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Set<String> FIELDS = Set.of("alert", "expr", "for", "labels", "annotations");

    @Test
    void everySeriesAndLabelOfAnAlertIsInTheCatalogue() throws IOException {
        Queries queries = new Queries();
        for (JsonNode rule : rules()) {
            queries.check(rule.path("alert").asText(), rule.path("expr").asText());
        }
    }

    @Test
    void everyAlertIsCompleteAndNamedOnce() throws IOException {
        Set<String> names = new HashSet<>();
        for (JsonNode rule : rules()) {
            String name = rule.path("alert").asText();
            assertThat(names.add(name)).as("another alert named " + name).isTrue();
            assertThat(name).startsWith("Darkroom");
            rule.fieldNames()
                    .forEachRemaining(field -> assertThat(FIELDS).as(name).contains(field));
            assertThat(rule.at("/labels/severity").asText()).as(name).isIn("page", "ticket");
            assertThat(rule.at("/annotations/summary").asText()).as(name).isNotEmpty();
        }
    }

    @Test
    void everyAlertHasItsRunbookAndEveryRunbookItsAlert() throws IOException {
        Set<Path> used = new HashSet<>();
        for (JsonNode rule : rules()) {
            Path runbook = ROOT.resolve(rule.at("/annotations/runbook").asText());
            assertThat(runbook).isRegularFile();
            assertThat(Files.readString(runbook))
                    .startsWith("# " + rule.path("alert").asText() + "\n");
            used.add(runbook);
        }
        try (Stream<Path> runbooks = Files.list(ROOT.resolve("docs/runbooks"))) {
            assertThat(runbooks).containsExactlyInAnyOrderElementsOf(used);
        }
    }

    private static List<JsonNode> rules() throws IOException {
        JsonNode file = new ObjectMapper(new YAMLFactory())
                .readTree(ROOT.resolve("deploy/alerts/darkroom.rules.yaml").toFile());
        List<JsonNode> rules = new ArrayList<>();
        file.path("groups").forEach(group -> group.path("rules").forEach(rules::add));
        assertThat(rules).hasSizeGreaterThan(10);
        return rules;
    }
}
