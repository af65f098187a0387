package io.darkroom.gateway.fleet;

import io.darkroom.contracts.fleet.WorkerStatus;
import io.darkroom.contracts.job.Lane;
import io.darkroom.planner.PlannerSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Workers that are scaled together.
 *
 * @param lanes lanes that its workers consume
 */
record Pool(String name, List<Lane> lanes, PlannerSettings settings) {
    static final String ONLY = "workers";

    static List<Pool> of(FleetConfig config) {
        if (config.pools().isEmpty()) {
            return List.of(new Pool(
                    ONLY, List.of(Lane.values()), settings(config, config.min(), config.max(), config.coldStart())));
        }
        return config.pools().entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue(), config))
                .toList();
    }

    private static Pool of(String name, FleetConfig.Pool pool, FleetConfig config) {
        return new Pool(
                name,
                List.copyOf(pool.lanes()),
                settings(
                        config,
                        pool.min().orElse(config.min()),
                        pool.max().orElse(config.max()),
                        pool.coldStart().orElse(config.coldStart())));
    }

    private static PlannerSettings settings(FleetConfig config, int min, int max, Duration coldStart) {
        return new PlannerSettings(
                min,
                max,
                coldStart.toMillis() / 1_000.0,
                config.floor(),
                config.headroom(),
                config.patience(),
                config.startsAtOnce());
    }

    /** Whether the worker belongs to the pool: all of its lanes are lanes of the pool. */
    boolean contains(WorkerStatus worker) {
        return lanes.containsAll(worker.lanes());
    }

    /**
     * Parses start time targets of the form {@code lane=duration;…}; lanes that are not listed get zero.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    static Map<Lane, Duration> targets(String text) {
        Map<Lane, Duration> targets = new EnumMap<>(Lane.class);
        Arrays.stream(Lane.values()).forEach(lane -> targets.put(lane, Duration.ZERO));
        for (String part : text.split(";", -1)) {
            String[] sides = part.split("=", 2);
            if (sides.length != 2) {
                throw new IllegalArgumentException(
                        "darkroom.fleet.targets is '" + text + "'; expected e.g. image.interactive=PT0S;video=PT1M");
            }
            targets.put(Lane.decode(sides[0].strip()), Duration.parse(sides[1].strip()));
        }
        return targets;
    }
}
