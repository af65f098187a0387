package io.darkroom.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.rules.ConfigMappings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference is what the configuration interfaces say. Export: set {@code DARKROOM_EXPORT=true}. */
class ConfigurationReferenceTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Path REFERENCE = ROOT.resolve("docs/reference/configuration.md");

    @Test
    void theReferenceIsTrue() throws IOException {
        String page = page();
        if ("true".equals(System.getenv("DARKROOM_EXPORT"))) {
            Files.writeString(REFERENCE, page);
        }
        assertThat(REFERENCE)
                .as("run the test with the environment variable DARKROOM_EXPORT=true and commit the file")
                .hasContent(page.strip());
    }

    @Test
    void everyKeySaysWhatItIsFor() throws IOException {
        for (String module : List.of("gateway", "worker", "contracts/platform")) {
            assertThat(settings(module))
                    .as(module)
                    .isNotEmpty()
                    .allSatisfy(setting ->
                            assertThat(setting.description()).as(setting.key()).isNotBlank());
        }
    }

    static String page() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Configuration

                Generated from the interfaces annotated with `@ConfigMapping` by `ConfigurationReferenceTest`: every key of Darkroom's own. A key is set as an
                environment variable (upper case, `_` for every other character: `darkroom.submit.max-wait` is `DARKROOM_SUBMIT_MAX_WAIT`), as a system
                property (`-Ddarkroom.submit.max-wait=…`) or in `application.properties`. Durations are ISO-8601 (`PT10S`, `P7D`). A key without a default must be
                set unless its type is `Optional`; an unknown key stops the start.

                Quarkus's own keys work as [its reference](https://quarkus.io/guides/all-config) says. Those that matter most, and one of Darkroom's that no mapping holds:

                | key | of | what |
                |---|---|---|
                | `kafka.bootstrap.servers` | gateway, worker | Kafka's brokers, `host:port` separated by commas; further `kafka.*` keys go to every Kafka client as they are |
                | `quarkus.http.host`, `quarkus.http.port` | gateway, worker | where HTTP is served; the default port is 8080 |
                | `quarkus.management.host`, `quarkus.management.port` | gateway | where health and metrics are served; the default port is 9000. A worker serves them on its HTTP port |
                | `quarkus.log.level`, `quarkus.log.category."<name>".level` | gateway, worker | how much is logged |
                | `darkroom.log.format` | gateway, worker | `text` (the default) or `json`: how log lines look |
                | `otel.sdk.disabled`, `otel.exporter.otlp.endpoint` | gateway, worker | traces: `false` and an address switch them on |
                | `quarkus.http.limits.max-body-size` | gateway | the wall behind the limits of the gateway itself |
                """);
        section(page, "Gateway and worker", settings("contracts/platform"));
        section(page, "Gateway", settings("gateway"));
        section(page, "Worker", settings("worker"));
        return page.toString();
    }

    private static void section(StringBuilder page, String title, List<Setting> settings) {
        page.append("\n## ").append(title).append("\n\n| key | type | default | what |\n|---|---|---|---|\n");
        settings.forEach(setting -> page.append("| `%s` | `%s` | %s | %s |\n"
                .formatted(
                        setting.key(),
                        setting.type(),
                        setting.fallback().map(value -> "`" + value + "`").orElse(""),
                        setting.description().replace("|", "\\|"))));
    }

    private static List<Setting> settings(String module) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
            List<Path> sources = files.filter(file -> file.toString().endsWith("Config.java"))
                    .toList();
            return ConfigMappings.read(sources).stream()
                    .sorted(Comparator.comparing(Setting::key))
                    .toList();
        }
    }
}
