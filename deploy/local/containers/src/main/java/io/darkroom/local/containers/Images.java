package io.darkroom.local.containers;

import org.testcontainers.utility.DockerImageName;

/**
 * What the servers run from; each by a system property of its own.
 *
 * <ul>
 *   <li>{@code darkroom.test.image.kafka}: takes {@code KAFKA_…} as Apache's image does. Default: {@link #KAFKA}.
 *   <li>{@code darkroom.test.image.redis}: Redis or Valkey whose entry point takes options. Default: {@link #REDIS}.
 *   <li>{@code darkroom.test.image.s3}: the image of {@code ./darkroom images s3}. Default: {@link #S3}.
 * </ul>
 */
final class Images {
    static final String KAFKA = "apache/kafka:4.4.0";
    static final String REDIS = "valkey/valkey:8.1.4";
    static final String S3 = "darkroom/s3:0.1.0";

    private Images() {}

    static DockerImageName kafka() {
        return named("kafka", KAFKA);
    }

    static DockerImageName redis() {
        return named("redis", REDIS);
    }

    static DockerImageName s3() {
        return named("s3", S3);
    }

    private static DockerImageName named(String server, String usual) {
        return DockerImageName.parse(System.getProperty("darkroom.test.image." + server, usual));
    }
}
