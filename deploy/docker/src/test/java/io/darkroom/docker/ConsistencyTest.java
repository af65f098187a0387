package io.darkroom.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compose files, manifests and documents speak of the same images, ports and settings, and of ones that exist. */
class ConsistencyTest {
    private static final Pattern IMAGE =
            Pattern.compile("\\bdarkroom/(gateway|worker|tools|s3):([0-9][0-9a-z.-]*[0-9a-z])");
    private static final Pattern VARIABLE = Pattern.compile("\\bDARKROOM_[A-Z_]+\\b");

    /** Read by scripts of ours, not by the configuration. */
    private static final Set<String> OF_SCRIPTS = Set.of("DARKROOM_URL", "DARKROOM_KEY");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deploy/docker/compose.yaml",
                "deploy/docker/compose.cuda.yaml",
                "k8s/rendered/local.yaml",
                "k8s/rendered/gpu.yaml",
                "docs/how-to/run-with-containers.md"
            })
    void imagesAreThoseThatTheBuildMakes(String file) {
        String build = Checkout.read("deploy/docker/build");
        Matcher version = Pattern.compile("VERSION:-([0-9.]+)").matcher(build);
        assertThat(version.find()).isTrue();
        Set<String> made = Set.of(version.group(1), version.group(1) + "-cuda");
        Matcher image = IMAGE.matcher(Checkout.read(file));
        int seen = 0;
        while (image.find()) {
            seen++;
            assertThat(made).as(image.group()).contains(image.group(2));
            assertThat(image.group(1).equals("worker") || !image.group(2).endsWith("-cuda"))
                    .as(image.group())
                    .isTrue();
        }
        assertThat(seen).isPositive();
        Dockerfile.read().stages().values().stream()
                .flatMap(stage -> stage.all("ARG").stream())
                .filter(argument -> argument.startsWith("VERSION="))
                .forEach(argument -> assertThat(argument).isEqualTo("VERSION=" + version.group(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deploy/docker/compose.yaml",
                "deploy/docker/compose.cuda.yaml",
                "deploy/docker/Dockerfile",
                "k8s/rendered/local.yaml",
                "k8s/rendered/gpu.yaml",
                "docs/how-to/run-with-containers.md"
            })
    void settingsAreThoseThatTheProgramsHave(String file) throws IOException {
        Set<String> known = settings();
        assertThat(known).contains("DARKROOM_STORE_SECRET_KEY", "DARKROOM_GATEWAY_ROLES", "DARKROOM_ENGINE_CACHE");
        Set<String> said = new TreeSet<>();
        Matcher variable = VARIABLE.matcher(Checkout.read(file));
        while (variable.find()) {
            said.add(variable.group());
        }
        said.removeAll(OF_SCRIPTS);
        assertThat(said).isNotEmpty();
        assertThat(known).containsAll(said);
    }

    /** Every {@code @ConfigMapping} of gateway and worker, as variables of the environment. */
    private static Set<String> settings() throws IOException {
        Pattern prefix = Pattern.compile("@ConfigMapping\\(prefix = \"([a-z.-]+)\"\\)");
        Pattern method = Pattern.compile("(?m)^    [\\w<>, .@?]+ (\\w+)\\(\\);");
        Set<String> names = new HashSet<>();
        for (String module : List.of("gateway", "worker", "contracts/platform")) {
            Path sources = Checkout.ROOT.resolve(module + "/src/main/java");
            if (!Files.isDirectory(sources)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file : files.filter(it -> it.toString().endsWith("Config.java"))
                        .toList()) {
                    String text = Files.readString(file);
                    Matcher mapping = prefix.matcher(text);
                    if (mapping.find()) {
                        method.matcher(text)
                                .results()
                                .forEach(found -> names.add(variable(mapping.group(1), found.group(1))));
                    }
                }
            }
        }
        return names;
    }

    private static String variable(String prefix, String method) {
        String kebab = method.replaceAll("([A-Z])", "-$1");
        return (prefix + "." + kebab).toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    @Test
    void theUserOfTheImagesIsTheUserOfThePods() {
        for (String image : List.of("gateway", "worker")) {
            String user = Dockerfile.read().stages().get(image).last("USER").split(":")[0];
            for (String overlay : List.of("local", "gpu")) {
                assertThat(Checkout.read("k8s/rendered/" + overlay + ".yaml")).contains("runAsUser: " + user + "\n");
            }
        }
    }

    @Test
    void portsAgree() {
        String rendered = Checkout.read("k8s/rendered/local.yaml");
        for (String port :
                Dockerfile.read().stages().get("gateway").last("EXPOSE").split(" ")) {
            assertThat(rendered).contains("containerPort: " + port + "\n");
        }
        String prometheus = Checkout.read("deploy/docker/prometheus.yaml");
        assertThat(prometheus).contains("names: [gateway]\n        type: A\n        port: 9000\n");
        assertThat(prometheus).contains("names: [worker]\n        type: A\n        port: 8080\n");
    }

    @Test
    void theManifestsKeepWhatTheImagesCannotWrite() {
        String worker = Checkout.read("k8s/base/worker.yaml");
        assertThat(worker)
                .contains("mountPath: /tmp\n", "mountPath: /var/cache/darkroom\n", "readOnlyRootFilesystem: true");
        assertThat(Checkout.read("deploy/docker/Dockerfile")).contains("chown 10001:10001 /var/cache/darkroom");
    }
}
