package io.darkroom.platform.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the object store is and how to authenticate there. */
@ConfigMapping(prefix = "darkroom.store")
public interface StoreConfig {
    /** Base URL, e.g. {@code http://127.0.0.1:9000}, {@code https://s3.eu-central-1.amazonaws.com}. */
    String endpoint();

    /** Base URL under which clients reach the store, for presigned links. Default: {@link #endpoint}. */
    Optional<String> publicEndpoint();

    /** Where the credentials come from: see {@link StoreCredentials.Source}. */
    @WithDefault("keys")
    StoreCredentials.Source credentials();

    /** Needed with {@code credentials=keys}. */
    Optional<String> accessKey();

    /** Needed with {@code credentials=keys}. */
    Optional<String> secretKey();

    /** Of temporary keys. */
    Optional<String> sessionToken();

    /** Bucket of all of Darkroom's objects. */
    @WithDefault("darkroom")
    String bucket();

    /** Signed into each request; named, so that no call is spent on asking for it. */
    @WithDefault("us-east-1")
    String region();

    /** {@code path}: https://host/bucket/key; {@code virtual-host}: https://bucket.host/key. Amazon's hosts always get the latter. */
    @WithDefault("path")
    StoreSettings.Addressing addressing();

    /** PEM file of the certificate authorities that sign the store's certificate. Default: those of the Java runtime. */
    Optional<Path> ca();

    /** Of one call, from connect to the last byte. */
    @WithDefault("PT10S")
    Duration timeout();

    /** How long a presigned link works; at most 7 days. */
    @WithDefault("PT1H")
    Duration linkTtl();
}
