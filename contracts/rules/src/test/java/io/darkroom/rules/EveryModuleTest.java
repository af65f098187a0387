package io.darkroom.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that a module does not run protects nothing there. */
class EveryModuleTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern MODULE = Pattern.compile("<module>(.+?)</module>");

    static List<String> modulesWithCode() throws IOException {
        List<String> modules = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map(found -> found.group(1))
                .filter(module -> Files.isDirectory(ROOT.resolve(module).resolve("src/main/java")))
                .toList();
        assertThat(modules).contains("gateway", "worker", "contracts/messages");
        return modules;
    }

    @ParameterizedTest
    @MethodSource("modulesWithCode")
    void runsTheRules(String module) throws IOException {
        Path tests = ROOT.resolve(module).resolve("src/test/java");
        try (Stream<Path> files = Files.walk(tests)) {
            assertThat(files.filter(file -> file.endsWith("HouseRulesTest.java")))
                    .as("tests named HouseRulesTest below %s", tests)
                    .singleElement()
                    .satisfies(file -> assertThat(Files.readString(file))
                            .contains("class HouseRulesTest implements KeepsHouseRules"));
        }
    }

    /** The rule for tests looks for them by name, and would find nothing under another. */
    @ParameterizedTest
    @MethodSource("starters")
    void whatStartsServersHasThatName(String name) throws IOException {
        String file =
                "src/main/java/io/darkroom/" + name.replaceAll("\\$.*", "").replace('.', '/') + ".java";
        assertThat(modulesWithCode())
                .anyMatch(module -> Files.exists(ROOT.resolve(module).resolve(file)));
    }

    static Set<String> starters() {
        return ServerTests.STARTERS.keySet();
    }
}
