package io.darkroom.gateway.quota;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalDouble;

/** Settings of tenant quotas. */
@ConfigMapping(prefix = "darkroom.quota")
public interface QuotaConfig {
    /**
     * Default quota in predicted device seconds in flight, for tenants without a quota of their own. Default: no limit.
     * 0: one job at a time.
     */
    OptionalDouble deviceSeconds();

    /** Interval at which a job in flight is checked for an end that was missed. */
    @WithDefault("PT30S")
    Duration check();

    /** A job in flight for longer no longer counts: by then its record has expired from the log. */
    @WithDefault("P8D")
    Duration forget();

    /** Time without heartbeat after which other gateways take over the tenants. */
    @WithDefault("PT6S")
    Duration sessionTimeout();
}
