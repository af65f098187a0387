package io.darkroom.worker.artifact;

import java.time.Duration;

/**
 * @param endpoint e.g. {@code http://127.0.0.1:9000}
 * @param region signed into each request; asked for once per bucket if it were not given, so it is
 * @param callTimeout of one call, from connecting to the last byte
 */
public record StoreSettings(
        String endpoint, String region, String accessKey, String secretKey, String bucket, Duration callTimeout) {
    @Override
    public String toString() {
        return "store " + endpoint + ", bucket " + bucket;
    }
}
