package io.darkroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.fleet.WorkerStatus;
import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.RedisKeys;
import io.darkroom.gateway.stack.Client;
import io.darkroom.gateway.stack.Client.Answer;
import io.darkroom.gateway.stack.FakeWorker;
import io.darkroom.gateway.stack.GatewayStack;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.store.ObjectStore;
import io.darkroom.rules.UsesServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demand that the gateway reports, and the workers it plans for it. */
@UsesServers
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class DemandTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String APPLE = """
        {"kind": "image.generate", "model": "stickers", "priority": "bulk", "input": {"prompt": "a red apple"}}
        """;

    @Inject
    KafkaLog log;

    @Inject
    ObjectStore store;

    @Inject
    RedisConnections redis;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    private Client alice;

    @BeforeEach
    void callAsAlice() {
        alice = Client.of("alice");
    }

    @Test
    void workIsCountedWhileItWaitsAndWhileItRunsAndNoLonger() {
        double before = waiting();
        String job = submit();
        await().atMost(SOON).until(() -> waiting() > before);
        double work = waiting() - before;
        assertThat(pool().path("wanted").asInt()).as("from zero").isPositive();

        appear("fake");
        double ran = pool().path("running_seconds").asDouble();
        FakeWorker worker = new FakeWorker(log, store, "alice", job).start().step(1, 2);
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(waiting()).isCloseTo(before, within(work / 10));
            assertThat(pool().path("running_seconds").asDouble() - ran)
                    .as("half of it is done")
                    .isCloseTo(work / 2, within(work / 10));
        });

        worker.succeed("GIF89a".getBytes(StandardCharsets.US_ASCII));
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(pool().path("running_seconds").asDouble()).isCloseTo(ran, within(work / 10)));
    }

    @Test
    void releasedWorkWaitsAgain() {
        double before = waiting();
        FakeWorker worker = new FakeWorker(log, store, "alice", submit());
        await().atMost(SOON).until(() -> waiting() > before);
        double work = waiting() - before;
        worker.start();
        await().atMost(SOON).until(() -> waiting() < before + work / 2);
        worker.release();
        await().atMost(SOON).untilAsserted(() -> assertThat(waiting()).isCloseTo(before + work, within(work / 10)));
    }

    @Test
    void theScalersNumberIsOnTheManagementPortOnly() throws Exception {
        URI demand = management.resolve("/fleet/demand/workers");
        await().atMost(SOON).until(() -> get(demand).statusCode() == 200);
        JsonNode reported = Json.mapper().readTree(get(demand).body());
        assertThat(reported.path("pool").asText()).isEqualTo("workers");
        assertThat(reported.path("wanted").isInt()).isTrue();
        assertThat(get(demand.resolve("unknown")).statusCode()).isEqualTo(404);
        assertThat(alice.get("/fleet/demand/workers").status()).isEqualTo(404);
    }

    private String submit() {
        Answer accepted = alice.post("/v1/jobs", APPLE);
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        return accepted.json().path("id").asText();
    }

    private void appear(String worker) {
        Instant now = Instant.now();
        WorkerStatus status = new WorkerStatus(
                worker, now, now, List.of(Lane.IMAGE_BULK), 1, 1, List.of("stickers"), List.of(), List.of(), null);
        redis.await(redis.commands()
                .setex(RedisKeys.worker(worker), 60, new String(Json.encode(status), StandardCharsets.UTF_8)));
        await().atMost(SOON).until(() -> pool().path("workers").asInt() == 1);
    }

    private JsonNode pool() {
        return alice.get("/v1/fleet").json().path("pools").path(0);
    }

    /** Device seconds that wait in the bulk lane, as predicted. */
    private double waiting() {
        double sum = 0;
        for (JsonNode model : pool().path("models")) {
            if (model.path("lane").asText().equals("image.bulk")) {
                sum += model.path("seconds").asDouble();
            }
        }
        return sum;
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
