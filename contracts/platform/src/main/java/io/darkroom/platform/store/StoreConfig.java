package io.darkroom.platform.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Address and credentials of the object store. */
@ConfigMapping(prefix = "darkroom.store")
public interface StoreConfig {
    /** Base URL, e.g. {@code http://127.0.0.1:9000}, {@code https://s3.eu-central-1.amazonaws.com}. */
    String endpoint();

    /** Base URL at which clients reach the store, for presigned URLs. Default: {@link #endpoint}. */
    Optional<String> publicEndpoint();

    /** Source of the credentials, see {@link StoreCredentials.Source}. */
    @WithDefault("keys")
    StoreCredentials.Source credentials();

    /** Needed with {@code credentials=keys}. */
    Optional<String> accessKey();

    /** Needed with {@code credentials=keys}. */
    Optional<String> secretKey();

    /** Session token of temporary keys. */
    Optional<String> sessionToken();

    /** Bucket of all of Darkroom's objects. */
    @WithDefault("darkroom")
    String bucket();

    /** Region used in request signatures; configured, so that it need not be looked up. */
    @WithDefault("us-east-1")
    String region();

    /**
     * {@code path}: https://host/bucket/key; {@code virtual-host}: https://bucket.host/key. AWS hosts always use the
     * latter.
     */
    @WithDefault("path")
    StoreSettings.Addressing addressing();

    /**
     * PEM file of the certificate authorities that sign the store's certificate. Default: those of the Java runtime.
     */
    Optional<Path> ca();

    /** Timeout of one call, from connect to the last byte. */
    @WithDefault("PT10S")
    Duration timeout();

    /** Lifetime of presigned URLs; at most 7 days. */
    @WithDefault("PT1H")
    Duration linkTtl();
}
