package io.darkroom.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.local.backends.BrokerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The compose files, without an engine. */
class ComposeTest {
    private static final Pattern NEEDED = Pattern.compile("\\$\\{([A-Z_]+):\\?");

    @ParameterizedTest
    @ValueSource(strings = {"compose.yaml", "compose.cuda.yaml"})
    void everyKeyIsOneThatComposeKnows(String file) {
        Compose.requireKnownKeys(Checkout.yaml("deploy/docker/" + file));
    }

    @Test
    void aMisspeltKeyIsFound() {
        Map<String, Object> service = Map.of("image", "a:1", "read-only", true);
        assertThatThrownBy(() -> Compose.requireKnownKeys(Map.of("services", Map.of("a", service))))
                .hasMessageContaining("services.a.read-only");
        Map<String, Object> nested = Map.of("image", "a:1", "healthcheck", Map.of("tests", List.of()));
        assertThatThrownBy(() -> Compose.requireKnownKeys(Map.of("services", Map.of("a", nested))))
                .hasMessageContaining("services.a.healthcheck.tests");
    }

    @Test
    void ourContainersMayDoNothingThatTheyNeedNot() {
        Map<String, Map<String, Object>> ours = Compose.services("compose.yaml");
        ours.values().removeIf(service -> !Compose.image(service).startsWith("darkroom/"));
        assertThat(ours).containsOnlyKeys("gateway", "worker", "s3", "setup");
        ours.forEach((name, service) -> {
            assertThat(service).as(name).containsEntry("read_only", true).containsEntry("cap_drop", List.of("ALL"));
            assertThat(service).as(name).containsEntry("security_opt", List.of("no-new-privileges:true"));
            assertThat(service.get("tmpfs").toString()).as(name).startsWith("[/tmp:");
            assertThat(service).as(name).doesNotContainKeys("privileged", "user", "network_mode");
        });
    }

    @Test
    void imagesHaveTagsThatAreNotLatest() {
        Compose.services("compose.yaml")
                .forEach((name, service) -> assertThat(Compose.image(service))
                        .as(name)
                        .matches("[a-z0-9./-]+:[a-z0-9][a-z0-9._-]*")
                        .doesNotContain("latest"));
    }

    @Test
    void theBrokerHasTheSettingsOfTheLocalStack() {
        Map<String, String> wanted = new TreeMap<>();
        BrokerSettings.ofOneNode(Duration.ofSeconds(10))
                .forEach((key, value) ->
                        wanted.put("KAFKA_" + key.toUpperCase(Locale.ROOT).replace('.', '_'), value));
        Map<String, String> said =
                Compose.environment(Compose.services("compose.yaml").get("kafka"));
        said.keySet()
                .removeAll(Set.of(
                        "CLUSTER_ID",
                        "KAFKA_PROCESS_ROLES",
                        "KAFKA_NODE_ID",
                        "KAFKA_CONTROLLER_QUORUM_VOTERS",
                        "KAFKA_LISTENERS",
                        "KAFKA_ADVERTISED_LISTENERS",
                        "KAFKA_CONTROLLER_LISTENER_NAMES",
                        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                        "KAFKA_LOG_DIRS",
                        "KAFKA_HEAP_OPTS"));
        assertThat(said).isEqualTo(wanted);
    }

    @Test
    void portsAreOfThisMachineOnlyAndExposedByTheImage() {
        Compose.services("compose.yaml").forEach((name, service) -> {
            for (Object port : (List<?>) service.getOrDefault("ports", List.of())) {
                assertThat(port.toString()).as(name).matches("127\\.0\\.0\\.1:\\$\\{[A-Z0-9_]+:-\\d+}:\\d+");
                Dockerfile.Stage stage = Dockerfile.read().stages().get(name);
                if (stage != null) {
                    assertThat(stage.last("EXPOSE").split(" "))
                            .contains(port.toString().replaceAll(".*:", ""));
                }
            }
        });
    }

    @Test
    void secretsHaveNoDefaultAndAreNamedInTheExample() {
        String text = Checkout.read("deploy/docker/compose.yaml");
        Set<String> needed =
                NEEDED.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
        assertThat(needed).containsExactlyInAnyOrder("DARKROOM_STORE_SECRET_KEY", "DARKROOM_WEBHOOKS_SECRET_KEYS");
        Pattern line = Pattern.compile("(?m)^([A-Z_]+)=");
        assertThat(line.matcher(Checkout.read("deploy/docker/env.example"))
                        .results()
                        .map((MatchResult found) -> found.group(1)))
                .containsAll(needed);
        assertThat(Checkout.read(".gitignore")).contains("/deploy/docker/.env\n");
    }

    @Test
    void whatIsMountedFromHereIsHere() {
        Map<?, ?> kept = (Map<?, ?>) Checkout.yaml("deploy/docker/compose.yaml").get("volumes");
        Compose.services("compose.yaml").forEach((name, service) -> {
            for (Object volume : (List<?>) service.getOrDefault("volumes", List.of())) {
                String source = volume.toString().split(":")[0];
                if (source.startsWith(".")) {
                    Path here = Checkout.DOCKER.resolve(source).normalize();
                    assertThat(Files.exists(here)).as("%s of %s", here, name).isTrue();
                    assertThat(volume.toString()).as("no container writes here").endsWith(":ro");
                } else {
                    assertThat(kept.keySet().contains(source))
                            .as(volume.toString())
                            .isTrue();
                }
            }
        });
    }

    @Test
    void aGpuWorkerIsTheSameWorkerOnTheGpuImage() {
        Map<String, Object> gpu = Compose.services("compose.cuda.yaml").get("worker");
        Map<String, Object> cpu = Compose.services("compose.yaml").get("worker");
        assertThat(Compose.image(gpu)).isEqualTo(Compose.image(cpu) + "-cuda");
        assertThat(Compose.environment(gpu)).containsOnly(Map.entry("DARKROOM_ENGINE_PROVIDER", "cuda"));
    }
}
