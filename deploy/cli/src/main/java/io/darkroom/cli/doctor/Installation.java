package io.darkroom.cli.doctor;

import io.darkroom.platform.kafka.KafkaClientSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A running Darkroom as seen from outside; what is null is not checked.
 *
 * @param url base address of a gateway
 * @param key API key, for what only tenants may call
 * @param management base address of a gateway's management port
 * @param kafka how to reach Kafka
 * @param redis e.g. {@code redis://127.0.0.1:6379}, {@code rediss://user:password@127.0.0.1:6380}
 * @param ca PEM file of certificate authorities to trust as well
 * @param cells of each lane, as gateways and workers are configured
 */
public record Installation(
        @Nullable String url,
        @Nullable String key,
        @Nullable String management,
        @Nullable KafkaClientSettings kafka,
        @Nullable URI redis,
        @Nullable Path ca,
        int cells) {

    /** All checks. One that fails unexpectedly is reported and does not stop the others. */
    public List<Finding> examine() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        String gateway = url;
        if (gateway != null) {
            try (HttpProbe edge = new HttpProbe(gateway, key, ca)) {
                findings.addAll(EdgeChecks.all(edge, key != null));
            }
        }
        String health = management;
        if (health != null) {
            try (HttpProbe probe = new HttpProbe(health, null, ca)) {
                findings.addAll(ManagementChecks.all(probe));
            }
        }
        if (kafka != null) {
            findings.addAll(KafkaChecks.all(kafka, cells));
        }
        if (redis != null) {
            findings.add(RedisCheck.ping(redis, ca));
        }
        return findings;
    }
}
