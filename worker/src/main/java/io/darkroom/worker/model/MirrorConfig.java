package io.darkroom.worker.model;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** A bucket from which models are copied to {@code darkroom.models.directory} before it is scanned. */
@ConfigMapping(prefix = "darkroom.models.mirror")
public interface MirrorConfig {
    /** E.g. {@code s3://models/production}; default: none, only the directory is used. */
    Optional<String> source();

    /** Default: the store of artifacts. */
    @WithDefault("${darkroom.store.endpoint:}")
    Optional<String> endpoint();

    @WithDefault("${darkroom.store.access-key:}")
    Optional<String> accessKey();

    @WithDefault("${darkroom.store.secret-key:}")
    Optional<String> secretKey();

    @WithDefault("us-east-1")
    String region();

    /** Timeout for connecting and for each read. */
    @WithDefault("PT30S")
    Duration silence();
}
