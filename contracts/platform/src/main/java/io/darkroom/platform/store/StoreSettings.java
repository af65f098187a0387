package io.darkroom.platform.store;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the object store is; {@link StoreConfig} as a value.
 *
 * @param endpoint e.g. {@code http://127.0.0.1:9000}
 * @param publicEndpoint under which clients reach it, for presigned links
 * @param region signed into each request
 * @param connection how calls are made
 */
public record StoreSettings(
        String endpoint,
        String publicEndpoint,
        String bucket,
        String region,
        StoreCredentials credentials,
        Connection connection) {
    /** Where the bucket's name stands in a URL. */
    public enum Addressing {
        PATH,
        VIRTUAL_HOST
    }

    /**
     * @param ca PEM file of certificate authorities; null: those of the Java runtime
     * @param timeout of one call, from connect to the last byte
     */
    public record Connection(
            Addressing addressing, @Nullable Path ca, Duration timeout) {
        public static Connection plain(Duration timeout) {
            return new Connection(Addressing.PATH, null, timeout);
        }
    }

    public static StoreSettings of(StoreConfig config) {
        return new StoreSettings(
                config.endpoint(),
                config.publicEndpoint().orElse(config.endpoint()),
                config.bucket(),
                config.region(),
                StoreCredentials.of(config),
                new Connection(config.addressing(), config.ca().orElse(null), config.timeout()));
    }

    @Override
    public String toString() {
        return "store " + endpoint + ", bucket " + bucket;
    }
}
