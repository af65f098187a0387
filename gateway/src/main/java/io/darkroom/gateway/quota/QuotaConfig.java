package io.darkroom.gateway.quota;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalDouble;

/** How much a tenant may have in flight. */
@ConfigMapping(prefix = "darkroom.quota")
public interface QuotaConfig {
    /**
     * Predicted device seconds in flight that a tenant has for which an operator set nothing. Default: no limit. 0: one job at
     * a time.
     */
    OptionalDouble deviceSeconds();

    /** How often a job in flight is looked at, in case that nothing told of its end. */
    @WithDefault("PT30S")
    Duration check();

    /** A job that is in flight for longer does not count any more: the log, which could bring it to its end, has lost it by then. */
    @WithDefault("P8D")
    Duration forget();

    /** After it, a gateway that went silent loses its tenants to the others. */
    @WithDefault("PT6S")
    Duration sessionTimeout();
}
