package io.darkroom.gateway.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long objects are kept. Ages are measured from an object's last modification. */
@ConfigMapping(prefix = "darkroom.retention")
public interface RetentionConfig {
    /** Mode of the sweep. */
    enum Mode {
        /** No sweeps. */
        OFF,
        /** Counts objects that are due, for {@code darkroom_retention_due}, and removes nothing. */
        DRY_RUN,
        /** Removes objects that are due. */
        SWEEP
    }

    /** Who removes what is too old: this gateway by sweeping, or rules of the bucket itself. */
    @WithDefault("sweep")
    Mode mode();

    /** Interval between two sweeps. */
    @WithDefault("PT1H")
    Duration every();

    /** Maximum number of objects removed per second. */
    @WithDefault("50")
    int perSecond();

    /** Retention of a job's results. */
    @WithDefault("P30D")
    Duration outputs();

    /** Retention of the outcome and all other objects of the job. */
    @WithDefault("P90D")
    Duration outcomes();

    /**
     * Time after a job's end until artifacts that its outcome does not list, and its checkpoint, are removed. Until
     * then a frozen worker may still be writing them.
     */
    @WithDefault("PT1H")
    Duration orphans();

    /** Retention of objects of a job without an outcome; must exceed the retention of its record in the log. */
    @WithDefault("P14D")
    Duration abandoned();

    /** Retention of uploads and of inputs submitted with a job; must exceed the time that a job may wait. */
    @WithDefault("P14D")
    Duration uploads();

    /** Duration of the sweep lease: time after which another gateway may sweep if the holder fails. */
    @WithDefault("PT1M")
    Duration lease();
}
