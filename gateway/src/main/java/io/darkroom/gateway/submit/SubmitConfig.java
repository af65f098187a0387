package io.darkroom.gateway.submit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How jobs are taken in. */
@ConfigMapping(prefix = "darkroom.submit")
public interface SubmitConfig {
    /** Topics per lane, as the installation created them. */
    @WithDefault("1")
    int cells();

    /**
     * After it, a job that never started and has no {@code expires_in} of its own ends expired; at most 7 days, a day less than
     * the log and the views are kept.
     */
    @WithDefault("P7D")
    Duration longestWait();

    /** The longest {@code Prefer: wait}. */
    @WithDefault("PT60S")
    Duration maxWait();

    /** How long a call waits for another one with the same idempotency key. */
    @WithDefault("PT10S")
    Duration twinWait();

    /** How long an SDK's try is remembered for its repetitions; above the SDKs' own timeout of ten minutes. */
    @WithDefault("PT15M")
    Duration retryWindow();

    /** Whether inputs may be https URLs, which this gateway then fetches. Without, clients upload first. */
    @WithDefault("true")
    boolean inputUrls();
}
