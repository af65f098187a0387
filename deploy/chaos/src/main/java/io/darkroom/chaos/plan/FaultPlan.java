package io.darkroom.chaos.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * All faults of a run, in the order of time. They are drawn at random with the given mean distance, and may overlap,
 * except on the same target, which gets time to recover after each.
 */
public record FaultPlan(long seed, Duration length, List<Fault> faults) {
    /** Time for a target to recover before it is hit again; a JVM starts in seconds. */
    static final Duration REST = Duration.ofSeconds(8);

    public FaultPlan {
        faults = List.copyOf(faults);
    }

    /**
     * What to draw from.
     *
     * @param length of the time with faults
     * @param meanGap between the beginnings of two faults
     * @param kinds which may be drawn; none: an empty plan
     * @param workers number of workers
     * @param gateways number of gateways
     */
    public record Options(Duration length, Duration meanGap, Set<FaultKind> kinds, int workers, int gateways) {
        public Options {
            kinds = Set.copyOf(kinds);
        }
    }

    public static FaultPlan draw(long seed, Options options) {
        SplittableRandom random = new SplittableRandom(seed);
        List<FaultKind> weighted = weighted(options.kinds());
        Map<String, Long> freeAt = new HashMap<>();
        List<Fault> faults = new ArrayList<>();
        double at = 0;
        while (!weighted.isEmpty()) {
            at += -Math.log(1 - random.nextDouble()) * options.meanGap().toMillis();
            if (at >= options.length().toMillis()) {
                break;
            }
            FaultKind kind = weighted.get(random.nextInt(weighted.size()));
            String target = target(kind, options, random);
            long lasts = kind.longestMillis() == kind.shortestMillis()
                    ? kind.shortestMillis()
                    : random.nextLong(kind.shortestMillis(), kind.longestMillis());
            long seedOfIts = random.nextLong();
            if (at < freeAt.getOrDefault(target, 0L)) {
                continue;
            }
            freeAt.put(target, (long) at + lasts + REST.toMillis());
            faults.add(new Fault(
                    faults.size() + 1,
                    Duration.ofMillis((long) at),
                    kind,
                    target,
                    Duration.ofMillis(lasts),
                    seedOfIts));
        }
        return new FaultPlan(seed, options.length(), faults);
    }

    /** Each kind as often as its weight, in the order of the enum, independent of the set's order. */
    private static List<FaultKind> weighted(Set<FaultKind> kinds) {
        List<FaultKind> weighted = new ArrayList<>();
        kinds.stream().sorted(Comparator.naturalOrder()).forEach(kind -> {
            for (int i = 0; i < kind.weight(); i++) {
                weighted.add(kind);
            }
        });
        return weighted;
    }

    private static String target(FaultKind kind, Options options, SplittableRandom random) {
        return switch (kind.part()) {
            case WORKER -> "worker-" + (1 + random.nextInt(options.workers()));
            case GATEWAY -> gateway(1 + random.nextInt(options.gateways()));
            case KAFKA -> "kafka";
            case REDIS -> "redis";
            case STORE -> "s3";
            case RECEIVER -> "receivers";
            case JOB -> "job";
            case LOG -> "log";
            case CLIENT -> "clients";
        };
    }

    /** The first one has no number, as in a stack with one gateway. */
    public static String gateway(int number) {
        return number == 1 ? "gateway" : "gateway-" + number;
    }

    /** The plan as it is printed. */
    public String text() {
        StringBuilder text =
                new StringBuilder("seed " + seed + ": " + faults.size() + " faults in " + length.toSeconds() + " s\n");
        faults.forEach(fault -> text.append(fault).append('\n'));
        return text.toString();
    }
}
