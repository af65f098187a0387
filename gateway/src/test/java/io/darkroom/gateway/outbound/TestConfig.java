package io.darkroom.gateway.outbound;

import java.time.Duration;
import java.util.Set;

/** The guard's settings in tests. */
record TestConfig(boolean allowHttp, boolean allowLoopback, Set<Integer> ports, Duration resolveTimeout, int resolvers)
        implements OutboundConfig {
    static final TestConfig STRICT = new TestConfig(false, false, Set.of(443), Duration.ofSeconds(2), 8);
    static final TestConfig LOCAL = new TestConfig(true, true, Set.of(443), Duration.ofSeconds(2), 8);
}
