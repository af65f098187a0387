package io.darkroom.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.time.Polling;
import io.darkroom.contracts.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Waits until the gateway knows the models that the workers serve. It reads that from Kafka, a moment after the workers are ready: a caller that
 * submits in that moment would be refused with an unknown model.
 */
final class ModelsKnown {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private ModelsKnown() {}

    /**
     * Returns when all models are known.
     *
     * @param workerPorts ports of ready workers
     * @throws IllegalStateException if that takes more than 30 s; names the models
     */
    static void await(GatewayClient gateway, Collection<Integer> workerPorts) throws InterruptedException {
        Set<String> missing = ConcurrentHashMap.newKeySet();
        for (int port : workerPorts) {
            missing.addAll(servedBy(port));
        }
        if (!Polling.until(() -> knows(gateway, missing), PAUSE, WITHIN)) {
            throw new IllegalStateException(
                    "the gateway does not know the models " + missing + " of its workers after " + WITHIN);
        }
    }

    private static boolean knows(GatewayClient gateway, Set<String> missing) throws InterruptedException {
        gateway.get("/v1/models")
                .path("models")
                .forEach(model -> missing.remove(model.path("id").asText()));
        return missing.isEmpty();
    }

    /** The models of a worker's readiness check {@code models}; rejected models are in it too, with their errors. */
    private static Set<String> servedBy(int port) {
        URI uri = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
        try (InputStream body = uri.toURL().openStream()) {
            Set<String> served = new HashSet<>();
            for (JsonNode check : Json.mapper().readTree(body).path("checks")) {
                if (check.path("name").asText().equals("models")) {
                    check.path("data").properties().stream()
                            .filter(model -> model.getValue().asText().startsWith("served"))
                            .forEach(model -> served.add(model.getKey()));
                }
            }
            return served;
        } catch (IOException e) {
            throw new IllegalStateException("the worker at " + uri + " does not list its models: " + e, e);
        }
    }
}
