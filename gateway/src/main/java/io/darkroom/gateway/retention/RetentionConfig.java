package io.darkroom.gateway.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long objects are kept. Ages count from an object's last change. */
@ConfigMapping(prefix = "darkroom.retention")
public interface RetentionConfig {
    /** What a sweep does. */
    enum Mode {
        /** There is none. */
        OFF,
        /** It counts what would go, for {@code darkroom_retention_due}, and removes nothing. */
        DRY_RUN,
        /** It removes. */
        SWEEP
    }

    /** Who removes what is too old: this gateway by sweeping, or rules of the bucket itself. */
    @WithDefault("sweep")
    Mode mode();

    /** Between two sweeps. */
    @WithDefault("PT1H")
    Duration every();

    /** Objects removed in a second, at most. */
    @WithDefault("50")
    int perSecond();

    /** Results of a job. */
    @WithDefault("P30D")
    Duration outputs();

    /** The outcome, and with it the last trace of the job. */
    @WithDefault("P90D")
    Duration outcomes();

    /** After a job's end: artifacts that its outcome does not name, and its checkpoint. A frozen worker may still write some. */
    @WithDefault("PT1H")
    Duration orphans();

    /** Objects of a job without an outcome; above the time for which the log keeps its record. */
    @WithDefault("P14D")
    Duration abandoned();

    /** Uploads, and inputs that came with a job; above the time for which a job may wait. */
    @WithDefault("P14D")
    Duration uploads();

    /** How long a gateway that went silent keeps the others from sweeping. */
    @WithDefault("PT1M")
    Duration lease();
}
