package io.darkroom.platform.telemetry.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Records what the {@link Catalogue} declares, and nothing else. Label values are passed in declaration order. */
public final class Meters {
    private final MeterRegistry registry;

    public Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Meters without a registry: values are discarded. */
    public static Meters unread() {
        return new Meters(new CompositeMeterRegistry());
    }

    public Counter counter(Metric metric, String... values) {
        return Counter.builder(metric.name())
                .description(metric.description())
                .baseUnit(unit(metric))
                .tags(tags(metric, Metric.Type.COUNTER, values))
                .register(registry);
    }

    public Timer timer(Metric metric, String... values) {
        return Timer.builder(metric.name())
                .description(metric.description())
                .serviceLevelObjectives(metric.buckets().stream()
                        .map(bound -> Duration.ofNanos(Math.round(bound * 1e9)))
                        .toArray(Duration[]::new))
                .tags(tags(metric, Metric.Type.TIMER, values))
                .register(registry);
    }

    public DistributionSummary summary(Metric metric, String... values) {
        return DistributionSummary.builder(metric.name())
                .description(metric.description())
                .baseUnit(unit(metric))
                .serviceLevelObjectives(metric.buckets().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .tags(tags(metric, Metric.Type.SUMMARY, values))
                .register(registry);
    }

    /** @param source referenced weakly */
    public <T> void gauge(Metric metric, T source, ToDoubleFunction<T> value, String... values) {
        Gauge.builder(metric.name(), source, value)
                .description(metric.description())
                .baseUnit(unit(metric))
                .tags(tags(metric, Metric.Type.GAUGE, values))
                .register(registry);
    }

    private static @org.jspecify.annotations.Nullable String unit(Metric metric) {
        return metric.unit().isEmpty() ? null : metric.unit();
    }

    private static List<Tag> tags(Metric metric, Metric.Type type, String... values) {
        if (metric.type() != type || metric.labels().size() != values.length) {
            throw new IllegalArgumentException(metric.name() + " is a " + metric.type() + " with labels "
                    + metric.labelNames() + ", not a " + type + " with " + values.length + " values");
        }
        List<Tag> tags = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            tags.add(Tag.of(metric.labels().get(i).name(), values[i]));
        }
        return tags;
    }
}
