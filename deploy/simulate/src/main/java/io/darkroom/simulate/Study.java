package io.darkroom.simulate;

import io.darkroom.planner.PlannerSettings;
import io.darkroom.simulate.plot.Chart;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The comparison that the documents show: families of policies over one load, each over its own parameter. */
public final class Study {
    /** More workers than any policy here wants. */
    private static final int PLENTY = 1_000_000;

    private static final double OFFERED_WINDOW = 300;
    private static final double IDLE_WINDOW = 30;

    private final Load load;
    private final double coldStart;
    private final long seed;

    public Study(Load load, double coldStart, long seed) {
        this.load = load;
        this.coldStart = coldStart;
        this.seed = seed;
    }

    /** Policies of one kind, by rising cost. */
    public record Family(String name, List<Result> results) {
        /** Device hours at a wait, between the two results next to it; empty if the family does not reach it. */
        public OptionalDouble hoursAt(double p95) {
            List<Result> sorted = results.stream()
                    .sorted(Comparator.comparingDouble(Result::p95))
                    .toList();
            for (int i = 0; i + 1 < sorted.size(); i++) {
                Result low = sorted.get(i);
                Result high = sorted.get(i + 1);
                if (low.p95() <= p95 && p95 <= high.p95()) {
                    double share = high.p95() == low.p95() ? 0 : (p95 - low.p95()) / (high.p95() - low.p95());
                    return OptionalDouble.of(low.deviceHours() + share * (high.deviceHours() - low.deviceHours()));
                }
            }
            return OptionalDouble.empty();
        }
    }

    /** Everything that is compared. */
    public List<Family> families() {
        return List.of(lag(), delay(), count(), planner(), fixed());
    }

    public Family lag() {
        return family(
                "queue length, any worker goes",
                Policies.lag(10, true),
                Policies.lag(2, true),
                Policies.lag(1, true),
                Policies.lag(1, false));
    }

    public Family delay() {
        return family("queue delay, idle 5 s", Policies.delay(16, 5), Policies.delay(8, 5), Policies.delay(4, 5));
    }

    public Family count() {
        return family(
                "count, only idle workers go",
                DoubleStream.of(5, 15, 30, 45, 60, 120)
                        .mapToObj(Policies::count)
                        .toArray(Policy[]::new));
    }

    /** From cheap and slow to expensive and fast. */
    public Family planner() {
        return family(
                "planner",
                Stream.of(
                                settings(0.75, 0),
                                settings(0.5, 0),
                                settings(0.25, 0),
                                settings(0.25, 1),
                                settings(0.25, 2),
                                settings(0, 2),
                                settings(0, 3),
                                settings(0, 4))
                        .map(settings -> Policies.planner(settings, 0, IDLE_WINDOW, OFFERED_WINDOW))
                        .toArray(Policy[]::new));
    }

    /** The mean load and up to the largest; a real fleet cannot know them in advance. */
    public Family fixed() {
        double mean = load.totalWork() / load.at()[load.jobs() - 1];
        return family(
                "static, chosen afterwards",
                IntStream.of(6, 8, 10)
                        .mapToObj(times -> Policies.fixed((int) Math.round(times * mean)))
                        .toArray(Policy[]::new));
    }

    private PlannerSettings settings(double patience, double headroom) {
        return new PlannerSettings(0, PLENTY, coldStart, 1, headroom, patience, PLENTY);
    }

    private Family family(String name, Policy... policies) {
        return new Family(
                name,
                List.of(policies).stream()
                        .map(policy -> Simulation.run(load, policy, coldStart, seed))
                        .toList());
    }

    /** Cost against wait; statics are far off to the right and left out. */
    public static Chart frontier(List<Family> families) {
        Chart chart = new Chart("A day of jobs: what waiting costs", "device hours", "wait, 95th percentile, s");
        families.stream()
                .filter(family -> !family.name().startsWith("static"))
                .forEach(family -> chart.series(
                        family.name(),
                        family.results().stream()
                                .map(it -> new Chart.Point(it.deviceHours(), it.p95()))
                                .toList()));
        return chart;
    }
}
