package io.darkroom.worker.model;

import io.darkroom.platform.store.StoreCredentials;
import io.darkroom.platform.store.StoreSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
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

    /** Default: that of artifacts. */
    @WithDefault("${darkroom.store.access-key:}")
    Optional<String> accessKey();

    /** Default: that of artifacts. */
    @WithDefault("${darkroom.store.secret-key:}")
    Optional<String> secretKey();

    /** Of temporary keys. Default: that of artifacts. */
    @WithDefault("${darkroom.store.session-token:}")
    Optional<String> sessionToken();

    /** Default: as for artifacts. */
    @WithDefault("${darkroom.store.credentials:keys}")
    StoreCredentials.Source credentials();

    /** Signed into each request. */
    @WithDefault("us-east-1")
    String region();

    /** Default: as for artifacts. */
    @WithDefault("${darkroom.store.addressing:path}")
    StoreSettings.Addressing addressing();

    /** PEM file of certificate authorities. Default: as for artifacts. */
    @WithDefault("${darkroom.store.ca:}")
    Optional<Path> ca();

    /** Timeout for connecting and for each read. */
    @WithDefault("PT30S")
    Duration silence();
}
