package io.darkroom.gateway.outbound;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Set;

/** Which outbound calls are allowed. */
@ConfigMapping(prefix = "darkroom.outbound")
public interface OutboundConfig {
    /** Whether {@code http} URLs may be called, on port 80 and the {@link #ports}. */
    @WithDefault("false")
    boolean allowHttp();

    /** Whether loopback addresses may be called, on any port. Only the local stack sets this. */
    @WithDefault("false")
    boolean allowLoopback();

    /** Ports that may be called. */
    @WithDefault("443")
    Set<Integer> ports();

    /** Timeout of name resolution, which also counts against the deadline of the call. */
    @WithDefault("PT3S")
    Duration resolveTimeout();

    /** Maximum number of concurrent name resolutions; further ones fail as unreachable instead of waiting. */
    @WithDefault("32")
    int resolvers();
}
