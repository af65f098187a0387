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
 * All faults of a run, in the order of time. They come at random, on average as far apart as asked for, and may overlap,
 * except on the same target, which is left alone for a while after each.
 */
public record FaultPlan(long seed, Duration length, List<Fault> faults) {
    /** Time for a target to come back before it is hit again; a JVM starts in seconds. */
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
    public record Ask(Duration length, Duration meanGap, Set<FaultKind> kinds, int workers, int gateways) {
        public Ask {
            kinds = Set.copyOf(kinds);
        }
    }

    public static FaultPlan draw(long seed, Ask ask) {
        SplittableRandom random = new SplittableRandom(seed);
        List<FaultKind> urn = urn(ask.kinds());
        Map<String, Long> freeAt = new HashMap<>();
        List<Fault> faults = new ArrayList<>();
        double at = 0;
        while (!urn.isEmpty()) {
            at += -Math.log(1 - random.nextDouble()) * ask.meanGap().toMillis();
            if (at >= ask.length().toMillis()) {
                break;
            }
            FaultKind kind = urn.get(random.nextInt(urn.size()));
            String target = target(kind, ask, random);
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
        return new FaultPlan(seed, ask.length(), faults);
    }

    /** Each kind as often as it weighs, in the order of the enum, whatever the order of the set. */
    private static List<FaultKind> urn(Set<FaultKind> kinds) {
        List<FaultKind> urn = new ArrayList<>();
        kinds.stream().sorted(Comparator.naturalOrder()).forEach(kind -> {
            for (int i = 0; i < kind.weight(); i++) {
                urn.add(kind);
            }
        });
        return urn;
    }

    private static String target(FaultKind kind, Ask ask, SplittableRandom random) {
        return switch (kind.part()) {
            case WORKER -> "worker-" + (1 + random.nextInt(ask.workers()));
            case GATEWAY -> gateway(1 + random.nextInt(ask.gateways()));
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
