package io.darkroom.platform.telemetry.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The declaration of a metric.
 *
 * @param name in Micrometer's form, e.g. {@code darkroom.store.requests}
 * @param unit of what is counted or measured; empty: a plain number
 * @param by processes that publish it
 * @param buckets upper bounds of its histogram, in its unit; empty: count, sum and maximum only
 */
public record Metric(
        String name,
        Type type,
        String unit,
        Set<Process> by,
        String description,
        List<Label> labels,
        List<Double> buckets) {
    public enum Type {
        COUNTER,
        GAUGE,
        TIMER,
        SUMMARY
    }

    public enum Process {
        GATEWAY,
        WORKER
    }

    /**
     * A label.
     *
     * @param values description of its possible values
     */
    public record Label(String name, String values) {}

    public Metric {
        by = Set.copyOf(by);
        labels = List.copyOf(labels);
        buckets = List.copyOf(buckets);
    }

    static Metric counter(Set<Process> by, String name, String unit, String description, Label... labels) {
        return new Metric(name, Type.COUNTER, unit, by, description, List.of(labels), List.of());
    }

    static Metric gauge(Set<Process> by, String name, String unit, String description, Label... labels) {
        return new Metric(name, Type.GAUGE, unit, by, description, List.of(labels), List.of());
    }

    static Metric timer(Set<Process> by, String name, String description, Label... labels) {
        return new Metric(name, Type.TIMER, "seconds", by, description, List.of(labels), List.of());
    }

    static Metric summary(Set<Process> by, String name, String unit, String description, Label... labels) {
        return new Metric(name, Type.SUMMARY, unit, by, description, List.of(labels), List.of());
    }

    /** This metric with a histogram of these upper bounds. */
    Metric within(double... bounds) {
        List<Double> all = new ArrayList<>();
        for (double bound : bounds) {
            all.add(bound);
        }
        return new Metric(name, type, unit, by, description, labels, all);
    }

    /** Its name in Prometheus, without series suffixes. */
    public String prometheus() {
        String base = name.replace('.', '_');
        return unit.isEmpty() || base.endsWith("_" + unit) ? base : base + "_" + unit;
    }

    /** All its series in Prometheus. */
    public Set<String> series() {
        String base = prometheus();
        Set<String> names = new TreeSet<>();
        switch (type) {
            case COUNTER -> names.add(base + "_total");
            case GAUGE -> names.add(base);
            case TIMER, SUMMARY -> {
                names.addAll(Set.of(base + "_count", base + "_sum", base + "_max"));
                if (!buckets.isEmpty()) {
                    names.add(base + "_bucket");
                }
            }
        }
        return names;
    }

    public List<String> labelNames() {
        return labels.stream().map(Label::name).toList();
    }
}
