package io.darkroom.platform.telemetry.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference equals the catalogue. To export it, set {@code DARKROOM_EXPORT=true}. */
class MetricsReferenceTest {
    private static final Path REFERENCE = Path.of("..", "..", "docs", "reference", "metrics.md");

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

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Metrics

                Generated from the catalogue in `contracts/platform/src/main/java/io/darkroom/platform/telemetry/metric` by `MetricsReferenceTest`; Darkroom has no other
                metrics of its own. Gateways expose them on their management port, workers on their HTTP port, both at `/q/metrics`. Quarkus adds
                `http_server_*`, `jvm_*` and `process_*`.

                No label contains the name of a tenant, a job or a worker: those are in [traces and log lines](../how-to/see-what-happens.md). A timer appears as
                `_count`, `_sum` (seconds) and `_max`; with a histogram also as `_bucket`. [Dashboards](../../deploy/dashboards/README.md) and
                [alerts](../../deploy/alerts/darkroom.rules.yaml) use only these.
                """);
        section(page, "Jobs", JobMetrics.ALL);
        section(page, "Fleet", FleetMetrics.ALL);
        section(page, "Engine", EngineMetrics.ALL);
        section(page, "Views, streams, webhooks, sweeps", EdgeMetrics.ALL);
        section(
                page,
                "Kafka, store, Redis",
                List.of(
                        Catalogue.KAFKA_APPENDS,
                        Catalogue.STORE_REQUESTS,
                        Catalogue.STORE_BYTES,
                        Catalogue.REDIS_FAILURES));
        return page.toString();
    }

    private static void section(StringBuilder page, String title, List<Metric> metrics) {
        page.append("\n## ")
                .append(title)
                .append("\n\n| metric | process | description | labels |\n|---|---|---|---|\n");
        for (Metric metric : metrics) {
            page.append(String.format(
                    "| `%s`%s | %s | %s%s | %s |\n",
                    metric.type() == Metric.Type.COUNTER ? metric.prometheus() + "_total" : metric.prometheus(),
                    metric.type() == Metric.Type.GAUGE || metric.type() == Metric.Type.COUNTER
                            ? ""
                            : " (" + metric.type().name().toLowerCase(Locale.ROOT) + ")",
                    metric.by().stream()
                            .map(it -> it.name().toLowerCase(Locale.ROOT))
                            .sorted()
                            .collect(Collectors.joining(", ")),
                    metric.description(),
                    metric.buckets().isEmpty() ? "" : "; histogram",
                    metric.labels().stream()
                            .map(label -> "`" + label.name() + "`: " + label.values())
                            .collect(Collectors.joining("; "))));
        }
    }
}
