package io.darkroom.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.RedisKeys;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.stack.Client;
import io.darkroom.gateway.stack.Client.Answer;
import io.darkroom.gateway.stack.EventStream;
import io.darkroom.gateway.stack.FakeWorker;
import io.darkroom.gateway.stack.JobLog;
import io.darkroom.gateway.stack.QuotaProfile;
import io.darkroom.gateway.view.JobReader;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.store.ObjectStore;
import io.darkroom.rules.UsesServers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A tenant with a quota, from its first call to the last job's end. One job of these takes 0.2 predicted device
 * seconds.
 */
@UsesServers
@QuarkusTest
@TestProfile(QuotaProfile.class)
class QuotasTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final byte[] GIF = "GIF89a".getBytes(StandardCharsets.US_ASCII);

    @Inject
    KafkaLog log;

    @Inject
    ObjectStore store;

    @Inject
    RedisConnections redis;

    @Inject
    JobReader reader;

    private final JobLog lanes = new JobLog();
    private final Client alice = Client.of("alice");
    private final Client bob = Client.of("bob");
    private final Client operator = Client.of("operator");
    private int before;

    @BeforeEach
    void startFromNothing() {
        before = lanes.jobs("alice").size();
    }

    @AfterEach
    void drain() {
        operator.delete("/v1/fleet/quotas/alice");
        await().atMost(SOON).untilAsserted(() -> {
            for (JsonNode job : open()) {
                new FakeWorker(log, store, "alice", job.path("id").asText())
                        .start()
                        .succeed(GIF);
            }
            JsonNode use = operator.get("/v1/fleet/quotas/alice").json().path("use");
            assertThat(use.path("in_flight_jobs").asInt(-1)).isZero();
            assertThat(use.path("waiting_jobs").asInt(-1)).isZero();
        });
    }

    @Test
    void aFloodRunsInOrderWithinItsQuotaAndDelaysNoOtherTenant() {
        limit("0.5");
        double backlog = backlog();
        List<String> flood = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            flood.add(accepted(submit(alice, "")));
        }
        await().atMost(SOON).until(() -> released().size() == 2);
        JsonNode waiting = alice.get("/v1/jobs/" + flood.get(5)).json();
        assertThat(waiting.path("state").asText()).isEqualTo("queued");
        assertThat(waiting.path("wait_reason").asText()).isEqualTo("quota");
        assertThat(waiting.has("position")).isFalse();
        assertThat(waiting.has("expires_at")).as("it does not wait for ever").isTrue();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                alice.get("/v1/jobs/" + flood.get(1)).json().has("wait_reason"))
                        .isFalse());
        assertThat(alice.get("/v1/jobs?state=queued&limit=100").raw().body()).contains(flood);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(backlog())
                        .as("what may not run is no demand")
                        .isCloseTo(backlog + 0.4, within(0.05)));

        String other = accepted(submit(bob, ""));
        assertThat(lanes.jobs("bob")).as("in its lane at once").contains(other);

        for (int ended = 0; ended < flood.size(); ended++) {
            int done = ended;
            await().atMost(SOON).until(() -> released().size() >= Math.min(flood.size(), done + 2));
            assertThat(released()).as("after %d ends", done).hasSizeLessThanOrEqualTo(done + 2);
            if (ended == 4) {
                redis.await(redis.commands().flushall());
            }
            if (ended == 7) {
                takeAway();
            }
            new FakeWorker(log, store, "alice", flood.get(ended)).start().succeed(GIF);
        }
        assertThat(released()).containsExactlyElementsOf(flood);
        for (String job : flood) {
            await().atMost(SOON).until(() -> state(job).equals("succeeded"));
        }
        new FakeWorker(log, store, "bob", other).start().succeed(GIF);
    }

    @Test
    void jobsThatWaitAreCanceledExpireAndAreFoundAgainByTheirKey() {
        limit("0");
        String running = accepted(submit(alice, ""));
        String canceled = accepted(submit(alice, ""));
        String late = accepted(submit(alice, ", \"expires_in\": \"2s\""));
        Answer first = submit(alice, "", "Idempotency-Key", "waits");
        Answer again = submit(alice, "", "Idempotency-Key", "waits");
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
        String last = accepted(first);
        await().atMost(SOON).until(() -> released().size() == 1);

        assertThat(alice.post("/v1/jobs/" + canceled + "/cancel", "")
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("canceled");
        try (EventStream stream = EventStream.open(alice, late)) {
            assertThat(stream.toTheEnd().getLast().name()).isEqualTo("job.expired");
        }
        assertThat(state(last)).isEqualTo("queued");
        new FakeWorker(log, store, "alice", running).start().succeed(GIF);
        await().atMost(SOON).until(() -> released().size() == 2);
        assertThat(released()).as("what ended before its turn never runs").containsExactly(running, last);

        await().atMost(SOON).until(() -> state(running).equals("succeeded"));
        Answer verification = alice.post("/v1/jobs/" + running + "/verify", "");
        assertThat(verification.json().path("wait_reason").asText()).isEqualTo("quota");
        try (EventStream stream = EventStream.open(alice, last)) {
            new FakeWorker(log, store, "alice", last).start().succeed(GIF);
            assertThat(stream.toTheEnd())
                    .extracting(EventStream.Event::name)
                    .startsWith("job.queued")
                    .endsWith("job.succeeded");
        }
        await().atMost(SOON)
                .until(() -> released().contains(verification.json().path("id").asText()));
    }

    @Test
    void anEndThatIsOnlyInTheStoreIsDetected() {
        limit("0");
        String silent = accepted(submit(alice, ""));
        String next = accepted(submit(alice, ""));
        await().atMost(SOON).until(() -> released().equals(List.of(silent)));
        FakeWorker worker = new FakeWorker(log, store, "alice", silent);
        worker.commit(worker.outcome(GIF));
        redis.await(redis.commands().del(RedisKeys.job(new JobId(silent))));
        await().atMost(SOON).until(() -> released().equals(List.of(silent, next)));
    }

    @Test
    void aReplayedDeadLetterWaitsForTheQuotaAndTheOriginalNoLongerCounts() {
        limit("0");
        String poison = accepted(submit(alice, ""));
        String running = accepted(submit(alice, ""));
        await().atMost(SOON).until(() -> released().equals(List.of(poison)));
        new FakeWorker(log, store, "alice", poison).start().setAside(letter(poison));
        await().atMost(SOON).until(() -> released().equals(List.of(poison, running)));

        Answer replay = operator.post("/v1/dead-letters/replay", "{\"worker\": \"w-quota\"}");
        String again = replay.json().at("/replayed/0/job_id").asText();
        JsonNode waiting = alice.get("/v1/jobs/" + again).json();
        assertThat(waiting.path("wait_reason").asText()).as(replay.toString()).isEqualTo("quota");
        new FakeWorker(log, store, "alice", running).start().succeed(GIF);
        await().atMost(SOON).until(() -> released().equals(List.of(poison, running, again)));
    }

    private DeadLetter letter(String job) {
        byte[] record =
                Json.encode(Objects.requireNonNull(reader.get("alice", job).request()));
        return new DeadLetter(
                1,
                new JobId(job),
                "alice",
                FailureCode.ATTEMPTS_EXHAUSTED,
                "it kills workers",
                3,
                "w-quota",
                Instant.now(),
                Topics.jobs(Lane.IMAGE_INTERACTIVE, 0),
                0,
                7,
                record,
                null);
    }

    @Test
    void liftingAQuotaReleasesWhatWaits() {
        limit("0");
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            jobs.add(accepted(submit(alice, "")));
        }
        await().atMost(SOON).until(() -> released().size() == 1);
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode use = operator.get("/v1/fleet/quotas/alice").json().path("use");
            assertThat(use.path("in_flight_seconds").asDouble()).isEqualTo(0.2);
            assertThat(use.path("waiting_jobs").asInt()).isEqualTo(4);
            assertThat(use.path("waiting_seconds").asDouble()).isEqualTo(0.8);
        });
        limit("null");
        await().atMost(SOON).untilAsserted(() -> assertThat(released()).containsExactlyElementsOf(jobs));
        assertThat(submit(alice, "").json().has("wait_reason")).isFalse();
    }

    @Test
    void onlyOperatorsSetQuotasAndOnlySensibleOnes() {
        assertThat(alice.put("/v1/fleet/quotas/alice", "{\"device_seconds\": 1e9}")
                        .status())
                .isEqualTo(403);
        assertThat(alice.get("/v1/fleet/quotas").status()).isEqualTo(403);
        for (String bad : List.of("{}", "[]", "{\"device_seconds\": -1}", "{\"device_seconds\": \"many\"}")) {
            assertThat(operator.put("/v1/fleet/quotas/alice", bad).status())
                    .as(bad)
                    .isEqualTo(422);
        }
        Answer set = operator.put("/v1/fleet/quotas/carol", "{\"device_seconds\": 7.5}");
        assertThat(set.json().path("device_seconds").asDouble()).isEqualTo(7.5);
        assertThat(operator.get("/v1/fleet/quotas")
                        .json()
                        .at("/quotas/0/tenant")
                        .asText())
                .isEqualTo("carol");
        JsonNode unset = operator.delete("/v1/fleet/quotas/carol").json();
        assertThat(unset.path("is_default").asBoolean()).isTrue();
        assertThat(unset.has("device_seconds")).as("no limit").isFalse();
    }

    private void limit(String seconds) {
        Answer set = operator.put("/v1/fleet/quotas/alice", "{\"device_seconds\": " + seconds + "}");
        assertThat(set.status()).as(set.toString()).isEqualTo(200);
    }

    /** Alice's jobs that came to a lane since the test began. */
    private List<String> released() {
        List<String> jobs = lanes.jobs("alice");
        return jobs.subList(before, jobs.size());
    }

    private Iterable<JsonNode> open() {
        return alice.get("/v1/jobs?state=queued&limit=100").json().path("jobs");
    }

    private String state(String job) {
        return alice.get("/v1/jobs/" + job).json().path("state").asText();
    }

    /** Predicted device seconds that the planner sees waiting. */
    private double backlog() {
        double sum = 0;
        for (JsonNode model : alice.get("/v1/fleet").json().at("/pools/0/models")) {
            sum += model.path("seconds").asDouble();
        }
        return sum;
    }

    /** Another gateway joins and dies: what this one folded is gone, and it reads it again. */
    private static void takeAway() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class),
                "group.id",
                KafkaQuotaQueue.GROUP,
                "enable.auto.commit",
                false);
        try (var other = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            other.subscribe(List.of(Topics.HELD));
            await().atMost(SOON).until(() -> {
                other.poll(Duration.ofMillis(100));
                return !other.assignment().isEmpty();
            });
        }
    }

    private static Answer submit(Client client, String more, String... headers) {
        return client.post(
                "/v1/jobs",
                "{\"kind\":\"image.generate\",\"model\":\"stickers\",\"input\":{\"prompt\":\"an apple\"}" + more + "}",
                headers);
    }

    private static String accepted(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        assertThat(answer.json().path("state").asText()).isEqualTo("queued");
        return answer.json().path("id").asText();
    }
}
