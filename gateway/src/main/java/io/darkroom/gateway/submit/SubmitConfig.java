package io.darkroom.gateway.submit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of job submission. */
@ConfigMapping(prefix = "darkroom.submit")
public interface SubmitConfig {
    /** Number of topics per lane, as created by the installer. */
    @WithDefault("1")
    int cells();

    /**
     * Time after which a job that has not started and has no {@code expires_in} expires; at most 7 days, a day less
     * than the retention of log and views.
     */
    @WithDefault("P7D")
    Duration longestWait();

    /** Maximum of {@code Prefer: wait}. */
    @WithDefault("PT60S")
    Duration maxWait();

    /** How long a call waits for a concurrent call with the same idempotency key. */
    @WithDefault("PT10S")
    Duration duplicateWait();

    /** How long an SDK's call is remembered to match its retries; longer than the SDKs' timeout of ten minutes. */
    @WithDefault("PT15M")
    Duration retryWindow();

    /** Whether inputs may be https URLs, which the gateway fetches. Otherwise clients have to upload inputs first. */
    @WithDefault("true")
    boolean inputUrls();
}
