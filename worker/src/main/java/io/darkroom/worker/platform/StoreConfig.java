package io.darkroom.worker.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The object store. */
@ConfigMapping(prefix = "darkroom.store")
public interface StoreConfig {
    /** E.g. {@code http://127.0.0.1:9000}. */
    String endpoint();

    String accessKey();

    String secretKey();

    @WithDefault("darkroom")
    String bucket();

    /** Signed into each request. */
    @WithDefault("us-east-1")
    String region();

    /** Bound of one call. */
    @WithDefault("PT10S")
    Duration callTimeout();
}
