package io.darkroom.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.stack.Client;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaTable;
import io.darkroom.rules.UsesServers;
import io.lettuce.core.RedisClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From an event in Kafka to a receiver on this machine, through the whole gateway. */
@UsesServers
@QuarkusTest
@TestProfile(CallbackProfile.class)
class CallbacksTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject
    KafkaClientSettings kafka;

    @ConfigProperty(name = "darkroom.redis.uri")
    String redis;

    private final Client alice = Client.of("alice");
    private final List<String> stored = new CopyOnWriteArrayList<>();
    private KafkaProducer<String, byte[]> producer;

    @BeforeEach
    void connect() {
        producer = new KafkaProducer<>(
                kafka.with(Map.of("acks", "all")), new StringSerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void leave() {
        producer.close();
    }

    @Test
    void theJobsOwnTargetIsCalledBackAndTheReferenceLibraryVerifiesIt() throws Exception {
        try (LoopbackReceiver receiver = LoopbackReceiver.answering(204)) {
            String secret =
                    alice.get("/v1/webhooks/default/secret").json().get("key").asText();
            JobId job = finish("alice", receiver.url());
            awaitCalls(receiver, 1);
            var call = receiver.calls().getFirst();
            assertThatCode(() -> new Webhook(secret).verify(call.body(), call.headers()))
                    .doesNotThrowAnyException();
            assertThat(Json.mapper().readTree(call.body()).at("/data/id").asText())
                    .isEqualTo(job.value());
            awaitState(job, "delivered");
        }
    }

    @Test
    void aFailureIsTriedAgainWithTheSameIdAndBytes() throws Exception {
        try (LoopbackReceiver receiver = LoopbackReceiver.answering(500, 302, 200)) {
            JobId job = finish("alice", receiver.url());
            awaitCalls(receiver, 3);
            assertThat(receiver.calls())
                    .extracting(LoopbackReceiver.Call::id)
                    .containsOnly(receiver.calls().getFirst().id());
            assertThat(receiver.calls())
                    .extracting(LoopbackReceiver.Call::body)
                    .containsOnly(receiver.calls().getFirst().body());
            JsonNode delivery = awaitState(job, "delivered");
            assertThat(delivery.at("/attempts"))
                    .extracting(attempt -> attempt.get("status").asInt())
                    .containsExactly(500, 302, 200);
        }
    }

    @Test
    void whatIsGivenUpIsListedAndCanBeReplayed() throws Exception {
        try (LoopbackReceiver receiver = LoopbackReceiver.answering(500, 500, 500, 500, 200)) {
            JobId job = finish("alice", receiver.url());
            String id = awaitState(job, "given_up").get("id").asText();
            assertThat(Client.of("bob")
                            .post("/v1/webhooks/deliveries/" + id + "/replay", "")
                            .status())
                    .isEqualTo(404);
            assertThat(alice.post("/v1/webhooks/deliveries/" + id + "/replay", "")
                            .status())
                    .isEqualTo(202);
            awaitState(job, "delivered");
            assertThat(receiver.calls())
                    .hasSize(5)
                    .extracting(LoopbackReceiver.Call::id)
                    .containsOnly(id);
        }
    }

    @Test
    void aHangingReceiverDelaysNoOther() throws Exception {
        try (LoopbackReceiver hanging = LoopbackReceiver.hanging();
                LoopbackReceiver quick = LoopbackReceiver.answering(200)) {
            // More than a gateway has in progress: deliveries to a dead receiver must not delay the others.
            for (int i = 0; i < 300; i++) {
                finish("alice", hanging.url());
            }
            awaitCalls(hanging, 4);
            long start = System.nanoTime();
            for (int i = 0; i < 10; i++) {
                finish("alice", quick.url());
            }
            awaitCalls(quick, 10);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1_500));
        }
    }

    @Test
    void anEndpointIsCalledWithItsOwnSecretsAndBothOfThemAfterARotation() throws Exception {
        try (LoopbackReceiver receiver = LoopbackReceiver.answering(200)) {
            JsonNode made = register(Client.of("bob"), receiver.url());
            String id = made.get("id").asText();
            String first = made.get("secret").asText();
            Client bob = Client.of("bob");
            String second = bob.post("/v1/webhooks/endpoints/" + id + "/secret/rotate", "")
                    .json()
                    .get("key")
                    .asText();
            assertThat(second)
                    .isNotEqualTo(first)
                    .isEqualTo(bob.get("/v1/webhooks/endpoints/" + id + "/secret")
                            .json()
                            .get("key")
                            .asText());
            finish("bob", null);
            awaitCalls(receiver, 1);
            var call = receiver.calls().getFirst();
            for (String secret : new String[] {first, second}) {
                assertThatCode(() -> new Webhook(secret).verify(call.body(), call.headers()))
                        .doesNotThrowAnyException();
            }
            assertThat(alice.get("/v1/webhooks/endpoints/" + id).status()).isEqualTo(404);
            assertThat(alice.get("/v1/webhooks/endpoints/" + id + "/secret").status())
                    .isEqualTo(404);
            assertThat(delete(bob, id)).isEqualTo(204);
            assertThat(bob.get("/v1/webhooks/endpoints/" + id).status()).isEqualTo(404);
        }
    }

    @Test
    void a410DisablesTheEndpoint() throws Exception {
        try (LoopbackReceiver receiver = LoopbackReceiver.answering(410);
                LoopbackReceiver other = LoopbackReceiver.answering(200)) {
            Client bob = Client.of("bob");
            String id = register(bob, receiver.url()).get("id").asText();
            String listener = bob.post(
                            "/v1/webhooks/endpoints",
                            "{\"url\": \"" + other.url() + "\", \"events\": [\"endpoint.disabled\"]}")
                    .json()
                    .get("id")
                    .asText();
            finish("bob", null);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(bob.get("/v1/webhooks/endpoints/" + id)
                                    .json()
                                    .has("disabled_at"))
                            .isTrue());
            assertThat(receiver.calls()).hasSize(1);
            awaitCalls(other, 1);
            assertThat(Json.mapper()
                            .readTree(other.calls().getFirst().body())
                            .at("/data/reason")
                            .asText())
                    .isEqualTo("gone");
            assertThat(delete(bob, id)).isEqualTo(204);
            assertThat(delete(bob, listener)).isEqualTo(204);
        }
    }

    @Test
    void whatDidNotArriveIsReplayedByTimeEvenWithoutRedis() throws Exception {
        AtomicBoolean up = new AtomicBoolean();
        try (LoopbackReceiver receiver = LoopbackReceiver.upWhen(up::get);
                RedisClient client = RedisClient.create(redis);
                var connection = client.connect()) {
            Client bob = Client.of("bob");
            for (int i = 0; i < 3; i++) {
                finish("bob", receiver.url());
            }
            await().atMost(SOON)
                    .until(() -> bob
                                    .get("/v1/webhooks/deliveries?state=given_up&limit=100")
                                    .json()
                                    .at("/deliveries")
                                    .findValuesAsText("url")
                                    .stream()
                                    .filter(receiver.url()::equals)
                                    .count()
                            == 3);
            connection.sync().flushall();
            up.set(true);
            assertThat(bob.post("/v1/webhooks/deliveries/replay", "{\"from\": \"2026-03-01T12:00:02Z\"}")
                            .json()
                            .at("/replayed")
                            .asInt())
                    .as("later than all of them")
                    .isZero();
            var answer = bob.post("/v1/webhooks/deliveries/replay", "{\"from\": \"2026-03-01T12:00:00Z\"}");
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.json().at("/replayed").asInt()).isGreaterThanOrEqualTo(3);
            awaitCalls(receiver, 3 * 5);
            assertThat(receiver.calls())
                    .hasSize(3 * 5)
                    .extracting(LoopbackReceiver.Call::id)
                    .doesNotContain("");
            assertThat(receiver.calls().stream().map(LoopbackReceiver.Call::id).distinct())
                    .hasSize(3);
        }
    }

    @Test
    void secretsAreSealedInTheLogAndChangeOnlyWhenAsked() throws Exception {
        Client bob = Client.of("bob");
        JsonNode made = register(bob, "http://127.0.0.1:9/");
        String id = made.get("id").asText();
        String before = made.get("secret").asText();
        JsonNode rotated = bob.post("/v1/webhooks/endpoints/" + id + "/secret/rotate?overlap_seconds=0", "")
                .json();
        assertThat(rotated.get("key").asText()).isNotEqualTo(before);
        assertThat(rotated.has("previous_valid_until")).isFalse();
        assertThat(bob.post("/v1/webhooks/endpoints/" + id + "/secret/rotate", "")
                        .json()
                        .has("previous_valid_until"))
                .isTrue();
        try (KafkaTable table = KafkaTable.follow(kafka, Topics.WEBHOOK_ENDPOINTS, (key, value) -> {
            if (key.equals(id) && value != null) {
                stored.add(new String(value, StandardCharsets.UTF_8));
            }
        })) {
            await().atMost(SOON).until(table::caughtUp);
        }
        assertThat(stored)
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text).contains("sealed:test:").doesNotContain("whsec_"));
        assertThat(delete(bob, id)).isEqualTo(204);
    }

    @Test
    void anEndpointIsChangedDisabledAndEnabledAgain() throws Exception {
        try (LoopbackReceiver receiver = LoopbackReceiver.answering(200)) {
            Client bob = Client.of("bob");
            String path = "/v1/webhooks/endpoints/"
                    + register(bob, receiver.url()).get("id").asText();
            var changed = Client.send(bob.request(path)
                    .header("Content-Type", "application/json")
                    .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"description\": \"orders\"}")));
            assertThat(changed.json().at("/description").asText()).isEqualTo("orders");
            assertThat(changed.json().at("/url").asText()).isEqualTo(receiver.url());
            assertThat(bob.post(path + "/disable", "")
                            .json()
                            .at("/disabled_reason")
                            .asText())
                    .isEqualTo("by_hand");
            finish("bob", null);
            assertThat(bob.post(path + "/enable", "").json().has("disabled_at")).isFalse();
            JobId job = finish("bob", null);
            awaitCalls(receiver, 1);
            assertThat(receiver.calls().getLast().body()).contains(job.value());
            assertThat(Client.of("alice").post(path + "/disable", "").status()).isEqualTo(404);
            assertThat(delete(bob, path.substring(path.lastIndexOf('/') + 1))).isEqualTo(204);
        }
    }

    @Test
    void aFlushedRedisLosesNoCallback() throws Exception {
        try (LoopbackReceiver receiver = LoopbackReceiver.answering(500, 200);
                RedisClient client = RedisClient.create(redis);
                var connection = client.connect()) {
            finish("alice", receiver.url());
            awaitCalls(receiver, 1);
            connection.sync().flushall();
            awaitCalls(receiver, 2);
        }
    }

    @Test
    void refusesEndpointsThatMayNotBeCalledAndReportsAllViolations() {
        JsonNode problem = alice.post(
                        "/v1/webhooks/endpoints",
                        "{\"url\": \"https://10.0.0.1/\", \"events\": [\"job.exploded\"], \"colour\": 1}")
                .json();
        assertThat(problem.at("/code").asText()).isEqualTo("validation_failed");
        assertThat(problem.at("/violations"))
                .extracting(violation -> violation.get("pointer").asText())
                .containsExactlyInAnyOrder("/url", "/events/0", "/colour");
    }

    private JsonNode register(Client tenant, String url) {
        var answer = tenant.post("/v1/webhooks/endpoints", "{\"url\": \"" + url + "\"}");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.json();
    }

    private static int delete(Client tenant, String id) {
        HttpRequest.Builder request =
                tenant.request("/v1/webhooks/endpoints/" + id).DELETE();
        return Client.send(request).status();
    }

    private JobId finish(String tenant, String url) throws Exception {
        JobId job = JobId.random(System.currentTimeMillis(), new SecureRandom());
        JobEvent event = Events.finished(job, tenant, Events.to(url, "job.completed"));
        producer.send(new ProducerRecord<>(Topics.EVENTS, job.value(), Json.encode(event)))
                .get();
        return job;
    }

    private static void awaitCalls(LoopbackReceiver receiver, int calls) {
        await().atMost(SOON).untilAsserted(() -> assertThat(receiver.calls()).hasSizeGreaterThanOrEqualTo(calls));
    }

    private JsonNode awaitState(JobId job, String state) {
        return await().atMost(SOON)
                .until(
                        () -> alice.get("/v1/webhooks/deliveries?job_id=" + job)
                                .json()
                                .at("/deliveries/0"),
                        delivery -> delivery.at("/state").asText().equals(state));
    }
}
