package io.darkroom.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What alerts speak of exists: metrics in the code, runbooks in the documents. */
class AlertsTest {
    private static final Path ROOT = Manifests.FOLDER.getParent();
    private static final Pattern METRIC = Pattern.compile("darkroom_[a-z_]+");
    private static final Pattern DECLARED =
            Pattern.compile("\"(darkroom(?:\\.[a-z]+)+)\"(?:,\\s*\"(seconds|bytes)\")?");

    @Test
    void everyMetricOfAnAlertIsDeclaredInTheCode() throws IOException {
        Set<String> declared = declared();
        assertThat(declared).contains("darkroom_fleet_backlog_seconds", "darkroom_worker_lock_renewals");
        for (JsonNode rule : rules()) {
            Set<String> named = METRIC.matcher(rule.path("expr").asText())
                    .results()
                    .map(MatchResult::group)
                    .map(name -> name.replaceFirst("_total$", ""))
                    .collect(Collectors.toSet());
            assertThat(named).as(rule.path("alert").asText()).isNotEmpty();
            assertThat(declared).as(rule.path("alert").asText()).containsAll(named);
        }
    }

    @Test
    void everyAlertHasItsRunbook() throws IOException {
        for (JsonNode rule : rules()) {
            Path runbook = ROOT.resolve(rule.at("/annotations/runbook").asText());
            assertThat(runbook).isRegularFile();
            assertThat(Files.readString(runbook))
                    .startsWith("# " + rule.path("alert").asText() + "\n");
        }
    }

    private static JsonNode rules() throws IOException {
        JsonNode rules = Manifests.read(ROOT.resolve("deploy/alerts/darkroom.rules.yaml"))
                .getFirst()
                .at("/groups/0/rules");
        assertThat(rules).isNotEmpty();
        return rules;
    }

    /** As Prometheus shows them. */
    private static Set<String> declared() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String module : new String[] {"gateway", "worker"}) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/main/java"))) {
                for (Path file :
                        files.filter(it -> it.toString().endsWith(".java")).toList()) {
                    DECLARED.matcher(Files.readString(file))
                            .results()
                            .forEach(found -> names.add(found.group(1).replace('.', '_')
                                    + (found.group(2) == null ? "" : "_" + found.group(2))));
                }
            }
        }
        return names;
    }
}
