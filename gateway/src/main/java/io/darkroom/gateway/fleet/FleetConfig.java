package io.darkroom.gateway.fleet;

import io.darkroom.contracts.job.Lane;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the fleet is scaled. What the numbers cost and bring: docs/scaling.md. */
@ConfigMapping(prefix = "darkroom.fleet")
public interface FleetConfig {
    /** From the wish for a worker until it takes jobs: scheduling, image, weights. */
    @WithDefault("PT60S")
    Duration coldStart();

    /** Fewest workers of a pool. */
    @WithDefault("0")
    int min();

    /** Most workers of a pool. */
    @WithDefault("64")
    int max();

    /** Share of a cold start for which any job may wait, 0 to 1. */
    @WithDefault("0.25")
    double patience();

    /** Kept warm, times the square root of the offered load. */
    @WithDefault("1")
    double headroom();

    /** Kept warm, times the offered load. */
    @WithDefault("1")
    double floor();

    /** Cold starts of a pool at once. */
    @WithDefault("1000000")
    int startsAtOnce();

    /** Workers that stood idle together for so long are too many. */
    @WithDefault("PT30S")
    Duration idle();

    /** Over which the offered load is measured; at most 15 minutes. */
    @WithDefault("PT5M")
    Duration offeredWindow();

    /** Between two looks. */
    @WithDefault("1s")
    String look();

    /** Whether surplus workers are told to leave. */
    @WithDefault("false")
    boolean retire();

    /** Within which jobs of a lane should start; a cold start's patience counts where it is longer. */
    @WithDefault("image.interactive=PT0S;image.bulk=PT10M;video=PT1M")
    String targets();

    /** Pools of equal workers by name; without any, one pool {@code workers} serves all lanes. */
    Map<String, Pool> pools();

    /** Workers that are scaled together. What is not said is as above. */
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
