package io.darkroom.platform.telemetry.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {
    /** A label with a tenant or job would create a series for each of them. */
    private static final Set<String> TOO_MANY = Set.of("tenant", "job", "id", "url", "host", "key", "worker", "prompt");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Meters meters = new Meters(registry);

    @Test
    void everyNameIsDeclaredOnce() {
        assertThat(Catalogue.all()).extracting(Metric::name).doesNotHaveDuplicates();
        assertThat(Catalogue.all()).hasSizeGreaterThan(35);
    }

    static java.util.List<Metric> metrics() {
        return Catalogue.all();
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void prometheusShowsItUnderTheNamesThatTheCatalogueSays(Metric metric) {
        String[] values = metric.labels().stream().map(label -> "x").toArray(String[]::new);
        switch (metric.type()) {
            case COUNTER -> meters.counter(metric, values).increment();
            case GAUGE -> meters.gauge(metric, this, it -> 1, values);
            case TIMER -> meters.timer(metric, values).record(1, TimeUnit.SECONDS);
            case SUMMARY -> meters.summary(metric, values).record(1);
        }
        Set<String> shown = new TreeSet<>();
        registry.scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> shown.add(line.split("[{ ]")[0]));
        assertThat(shown).isEqualTo(metric.series());
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void saysWhatItIsAndHasNoLabelOfManyValues(Metric metric) {
        assertThat(metric.name()).matches("darkroom(\\.[a-z]+)+");
        assertThat(metric.description()).isNotBlank().doesNotEndWith(".");
        assertThat(metric.labelNames()).doesNotHaveDuplicates().doesNotContainAnyElementsOf(TOO_MANY);
        assertThat(metric.labels())
                .allSatisfy(label -> assertThat(label.values()).isNotBlank());
    }

    @Test
    void whatIsNotDeclaredCannotBeRecorded() {
        assertThatThrownBy(() -> meters.counter(JobMetrics.FAILURES))
                .hasMessageContaining("darkroom.job.failures")
                .hasMessageContaining("[code]");
        assertThatThrownBy(() -> meters.timer(JobMetrics.FAILURES, "x")).hasMessageContaining("COUNTER");
    }
}
