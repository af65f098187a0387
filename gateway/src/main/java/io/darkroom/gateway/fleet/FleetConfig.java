package io.darkroom.gateway.fleet;

import io.darkroom.contracts.job.Lane;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the fleet is scaled. For the effect of each setting see docs/scaling.md. */
@ConfigMapping(prefix = "darkroom.fleet")
public interface FleetConfig {
    /** Time from the decision to start a worker until it can acquire jobs: scheduling, image pull, loading weights. */
    @WithDefault("PT60S")
    Duration coldStart();

    /** Minimum number of workers of a pool. */
    @WithDefault("0")
    int min();

    /** Maximum number of workers of a pool. */
    @WithDefault("64")
    int max();

    /** Fraction of a cold start that any job may wait, 0 to 1. */
    @WithDefault("0.25")
    double patience();

    /** Warm workers as a multiple of the square root of the offered load, in addition to {@link #floor}. */
    @WithDefault("1")
    double headroom();

    /** Warm workers as a multiple of the offered load. */
    @WithDefault("1")
    double floor();

    /** Maximum number of concurrent cold starts of a pool. */
    @WithDefault("1000000")
    int startsAtOnce();

    /** Workers that were surplus during all of this time may be retired. */
    @WithDefault("PT30S")
    Duration idle();

    /** Window over which the offered load is measured; at most 15 minutes. */
    @WithDefault("PT5M")
    Duration offeredWindow();

    /** Interval between two plans. */
    @WithDefault("1s")
    String look();

    /** Whether surplus workers are asked to stop. */
    @WithDefault("false")
    boolean retire();

    /** Time within which jobs of a lane should start; {@link #patience} applies where it is longer. */
    @WithDefault("image.interactive=PT0S;image.bulk=PT10M;video=PT1M")
    String targets();

    /** Pools of equal workers by name; without any, one pool {@code workers} serves all lanes. */
    Map<String, Pool> pools();

    /** Workers that are scaled together. Absent settings default to those above. */
    interface Pool {
        /** Lanes that this pool serves. */
        List<Lane> lanes();

        /** Fewest workers of this pool. */
        Optional<Integer> min();

        /** Most workers of this pool. */
        Optional<Integer> max();

        /** From the wish for a worker of this pool until it takes jobs. */
        Optional<Duration> coldStart();
    }
}
