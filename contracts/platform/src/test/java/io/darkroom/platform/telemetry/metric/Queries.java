package io.darkroom.platform.telemetry.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds a query in PromQL against the catalogue. Its grammar is {@code promtool}'s business. */
final class Queries {
    private static final Pattern SERIES = Pattern.compile("\\b((?:darkroom|http|jvm|process)_[a-z_]+)(\\{[^}]*})?");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");

    /** Labels that the scraper adds. */
    private static final Set<String> SCRAPED = Set.of("job", "instance");

    /** Metrics of Quarkus that dashboards use. */
    private static final Map<String, List<String>> OTHERS = Map.of(
            "http_server_requests_seconds_count", List.of("status", "uri", "method", "outcome"),
            "jvm_memory_used_bytes", List.of("area", "id"));

    private final Map<String, List<String>> labels = new HashMap<>(OTHERS);

    Queries() {
        for (Metric metric : Catalogue.all()) {
            metric.series().forEach(series -> labels.put(series, metric.labelNames()));
        }
    }

    /** Fails if the query uses a series or label that is not published. Returns the series. */
    Set<String> check(String where, String query) {
        Set<String> used = new HashSet<>();
        Set<String> known = new HashSet<>(SCRAPED);
        Matcher found = SERIES.matcher(query);
        while (found.find()) {
            String series = found.group(1);
            assertThat(labels).as("%s: %s", where, query).containsKey(series);
            used.add(series);
            known.addAll(labels.get(series));
            if (series.endsWith("_bucket")) {
                known.add("le");
            }
            if (found.group(2) != null) {
                Matcher matcher = MATCHER.matcher(found.group(2));
                while (matcher.find()) {
                    assertThat(known).as("labels of %s in %s", series, where).contains(matcher.group(1));
                }
            }
        }
        assertThat(used).as("series of %s: %s", where, query).isNotEmpty();
        Matcher grouping = GROUPING.matcher(query);
        while (grouping.find()) {
            for (String label : grouping.group(1).split(",")) {
                assertThat(known).as("%s: %s", where, query).contains(label.strip());
            }
        }
        return used;
    }
}
