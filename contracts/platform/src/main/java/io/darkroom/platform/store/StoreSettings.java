package io.darkroom.platform.store;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the object store; {@link StoreConfig} as a value.
 *
 * @param endpoint e.g. {@code http://127.0.0.1:9000}
 * @param publicEndpoint base URL at which clients reach it, for presigned URLs
 * @param region used in request signatures
 * @param connection connection settings
 */
public record StoreSettings(
        String endpoint,
        String publicEndpoint,
        String bucket,
        String region,
        StoreCredentials credentials,
        Connection connection) {
    /** Position of the bucket name in URLs. */
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
