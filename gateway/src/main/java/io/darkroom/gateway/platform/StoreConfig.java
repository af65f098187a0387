package io.darkroom.gateway.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Where the object store is and who we are there. */
@ConfigMapping(prefix = "darkroom.store")
public interface StoreConfig {
    /** Base URL, e.g. {@code http://127.0.0.1:9000}. */
    String endpoint();

    /** Base URL under which clients reach the store, for presigned links. Default: {@link #endpoint}. */
    Optional<String> publicEndpoint();

    String accessKey();

    String secretKey();

    @WithDefault("darkroom")
    String bucket();

    /** Named, so that no call is spent on asking for it. */
    @WithDefault("us-east-1")
    String region();

    /** Of one call, from connect to the last byte. */
    @WithDefault("PT10S")
    Duration timeout();

    /** How long a presigned link works; at most 7 days. */
    @WithDefault("PT1H")
    Duration linkTtl();
}
