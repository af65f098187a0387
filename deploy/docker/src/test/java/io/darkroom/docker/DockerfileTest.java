package io.darkroom.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of images, without an engine. */
class DockerfileTest {
    private static final Dockerfile FILE = Dockerfile.read();
    private static final Set<String> KEYWORDS =
            Set.of("ARG", "COPY", "RUN", "ENV", "LABEL", "WORKDIR", "USER", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT");

    @Test
    void basesAreArgumentsWithATagThatIsNotLatest() {
        assertThat(FILE.arguments()).containsOnlyKeys("JDK_IMAGE", "RUNTIME_IMAGE", "WORKER_IMAGE");
        FILE.arguments()
                .forEach((name, value) -> assertThat(value)
                        .as(name)
                        .matches("\\$\\{[A-Z_]+}|[a-z0-9./-]+:[a-z0-9][a-z0-9._-]*")
                        .doesNotContain("latest"));
        FILE.stages().values().forEach(stage -> {
            if (!FILE.stages().containsKey(stage.base())) {
                assertThat(FILE.arguments()).containsKey(stage.base().replaceAll("[${}]", ""));
            }
        });
    }

    @Test
    void onlyWhatEveryBuilderKnowsIsUsed() {
        FILE.stages()
                .values()
                .forEach(stage -> stage.instructions().forEach(instruction -> {
                    assertThat(KEYWORDS).contains(instruction.keyword());
                    assertThat(instruction.rest())
                            .doesNotContain("--mount", "--chmod", "--link", "http://", "https://", "apt-get", "curl");
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "worker", "tools", "s3"})
    void anImageHasAUserAHealthCheckLabelsAndAPlainEntryPoint(String image) {
        Dockerfile.Stage stage = FILE.stages().get(image);
        assertThat(stage).as("a stage for %s", image).isNotNull();
        assertThat(stage.last("USER"))
                .as("numeric, so that it can be seen not to be root")
                .matches("[1-9][0-9]*:[1-9][0-9]*");
        assertThat(stage.last("HEALTHCHECK")).isNotEmpty();
        assertThat(stage.last("HEALTHCHECK").equals("NONE"))
                .as("only what does not serve has none")
                .isEqualTo(image.equals("tools"));
        assertThat(stage.last("ENTRYPOINT")).startsWith("[\"/").endsWith("\"]");
        String labels = String.join(" ", stage.all("LABEL"));
        for (String label : List.of("title", "description", "version", "revision", "licenses")) {
            assertThat(labels).contains("org.opencontainers.image." + label + "=\"");
        }
        assertThat(stage.instructions().stream()
                        .map(Dockerfile.Instruction::keyword)
                        .dropWhile(keyword -> !keyword.equals("USER"))
                        .toList())
                .as("nothing is made by the user that runs, so nothing of it can be changed by it")
                .doesNotContain("COPY", "RUN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "worker"})
    void programsCarryTheirBillOfMaterialsAndTheirCache(String image) {
        Dockerfile.Stage stage = FILE.stages().get(image);
        assertThat(stage.all("COPY"))
                .anyMatch(copy -> copy.contains("sbom.cdx.json"))
                .as("with the times that the cache was made for")
                .anyMatch(copy -> copy.startsWith("--from=trained /opt/darkroom/" + image + "/quarkus-run.jar ")
                        && copy.contains("/app.aot "));
        assertThat(String.join(" ", stage.all("LABEL"))).contains("io.darkroom.sbom=");
    }

    @Test
    void librariesDoNotCallHome() {
        assertThat(FILE.stages().get("worker").last("ENV")).contains("ORT_DISABLE_TELEMETRY=1", "RUST_FLAVOR=cpu");
        assertThat(FILE.stages().get("trained").last("RUN")).contains("ORT_DISABLE_TELEMETRY=1", "RUST_FLAVOR=cpu");
    }

    @Test
    void whatIsCopiedIsThereOrIsBuilt() {
        for (Dockerfile.Stage stage : FILE.stages().values()) {
            for (String copy : stage.all("COPY")) {
                if (copy.startsWith("--from=")) {
                    assertThat(FILE.stages()).containsKey(copy.substring(7, copy.indexOf(' ')));
                    continue;
                }
                List<String> words = List.of(copy.split(" +"));
                for (String source : words.subList(0, words.size() - 1)) {
                    boolean built = source.contains("/target/") || source.startsWith("${WORKER_APP}");
                    assertThat(built || Files.exists(Checkout.ROOT.resolve(source)))
                            .as(copy)
                            .isTrue();
                    assertThat(ignored(source))
                            .as("%s is kept out by .dockerignore", source)
                            .isFalse();
                }
            }
        }
    }

    private static boolean ignored(String source) {
        String path = source.replace("${WORKER_APP}", "worker/target/image-app").replaceAll("/$", "");
        return Checkout.read(".dockerignore")
                .lines()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .noneMatch(open -> path.equals(open)
                        || path.startsWith(open + "/")
                        || path.matches(open.replace(".", "\\.").replace("*", "[^/]*")));
    }

    @Test
    void theModulesAreThoseOfTheJdk() {
        Set<String> known = ModuleFinder.ofSystem().findAll().stream()
                .map(ModuleReference::descriptor)
                .map(java.lang.module.ModuleDescriptor::name)
                .collect(Collectors.toSet());
        List<String> asked = Checkout.read("deploy/docker/image/modules")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(asked)
                .contains("java.base", "java.net.http", "jdk.unsupported")
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(known).containsAll(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "worker"})
    void aJvmTakesTheOptions(String program) throws IOException, InterruptedException {
        Path options = Checkout.DOCKER.resolve("image/" + program + "/java.options");
        assertThat(Files.readString(options)).contains("-XX:AOTCache=/opt/darkroom/" + program + "/app.aot\n");
        assertThat(javaSays(List.of("@" + options, "-version"))).contains("exit 0");
        assertThat(javaSays(List.of("@" + options, "-XX:NoSuchOption=1", "-version")))
                .as("an option that is none would be seen")
                .contains("exit 1");
    }

    private static String javaSays(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said + "exit " + process.exitValue();
    }
}
