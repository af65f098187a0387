package io.darkroom.gateway.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.stack.Client;
import io.darkroom.gateway.stack.FakeWorker;
import io.darkroom.gateway.stack.GatewayStack;
import io.darkroom.gateway.stack.JobLog;
import io.darkroom.gateway.view.JobReader;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.store.ObjectStore;
import io.darkroom.rules.UsesServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Jobs that were set aside, through the whole gateway. */
@UsesServers
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class DeadLettersTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final DeadLetter.Memory MEMORY = new DeadLetter.Memory(1, 2, 3);

    @Inject
    KafkaLog log;

    @Inject
    ObjectStore store;

    @Inject
    JobReader reader;

    private final Client alice = Client.of("alice");
    private final Client operator = Client.of("operator");
    private final JobLog jobs = new JobLog();

    @Test
    void showsWhatHappenedAndReplaysItOnce() {
        String job = setAside("alice", "poison one", "w-once");
        JsonNode letter = only("?worker=w-once");
        assertThat(letter.at("/job_id").asText()).isEqualTo(job);
        assertThat(letter.at("/code").asText()).isEqualTo("attempts_exhausted");
        assertThat(letter.at("/attempts").asInt()).isEqualTo(3);
        assertThat(letter.at("/model").asText()).isEqualTo("stickers");
        assertThat(letter.at("/memory/resident_peak").asInt()).isEqualTo(3);
        assertThat(letter.has("replayed_as")).isFalse();
        assertThat(letter.has("request")).isFalse();
        String path = "/v1/dead-letters/" + letter.at("/id").asText();
        assertThat(operator.get(path).json().at("/request/input/prompt").asText())
                .isEqualTo("poison one");

        long before = jobs.records();
        var replay = operator.post(path + "/replay", "");
        assertThat(replay.status()).isEqualTo(202);
        String again = replay.json().at("/job_id").asText();
        assertThat(again).isNotEqualTo(job);
        assertThat(replay.json().at("/already").asBoolean()).isFalse();
        var repeated = operator.post(path + "/replay", "");
        assertThat(repeated.json().at("/job_id").asText()).isEqualTo(again);
        assertThat(repeated.json().at("/already").asBoolean()).isTrue();
        assertThat(jobs.records() - before).isEqualTo(1);
        assertThat(alice.get("/v1/jobs/" + again).json().at("/input/prompt").asText())
                .isEqualTo("poison one");
        assertThat(alice.get("/v1/jobs/" + job).json().at("/state").asText()).isEqualTo("failed");
        assertThat(only("?worker=w-once").at("/replayed_as/job_id").asText()).isEqualTo(again);
    }

    @Test
    void replaysManyByFilterAndRefusesToGuess() {
        setAside("alice", "poison two", "w-many");
        setAside("bob", "poison three", "w-many");
        setAside("bob", "poison four", "w-many");
        assertThat(operator.post("/v1/dead-letters/replay", "{}").status()).isEqualTo(422);
        assertThat(operator.post("/v1/dead-letters/replay", "{\"color\": \"red\"}")
                        .status())
                .isEqualTo(422);
        JsonNode bobs = operator.post("/v1/dead-letters/replay", "{\"worker\": \"w-many\", \"tenant\": \"bob\"}")
                .json();
        assertThat(bobs.at("/replayed")).hasSize(2);
        JsonNode rest = operator.post("/v1/dead-letters/replay", "{\"worker\": \"w-many\"}")
                .json();
        assertThat(rest.at("/replayed")).hasSize(1);
        assertThat(rest.at("/already").asInt()).isEqualTo(2);
        assertThat(rest.at("/more").asBoolean()).isFalse();
    }

    @Test
    void pagesNewestFirst() {
        for (int i = 0; i < 5; i++) {
            setAside("alice", "page " + i, "w-page");
        }
        String query = "/v1/dead-letters?worker=w-page&limit=2";
        JsonNode first = operator.get(query).json();
        JsonNode second = operator.get(
                        query + "&cursor=" + first.at("/next_cursor").asText())
                .json();
        assertThat(first.at("/dead_letters")).hasSize(2);
        assertThat(second.at("/dead_letters")).hasSize(2);
        assertThat(number(second.at("/dead_letters/0"))).isLessThan(number(first.at("/dead_letters/1")));
    }

    private static long number(JsonNode letter) {
        return Long.parseLong(letter.at("/id").asText().substring("dl_".length()));
    }

    @Test
    void putsBackARecordThatNeverBecameAJob() {
        String id = alice.post("/v1/jobs", body("late reader")).json().at("/id").asText();
        byte[] record = Json.encode(request("alice", id));
        append(new DeadLetter(
                1,
                new JobId(id),
                null,
                FailureCode.INVALID_INPUT,
                "unreadable",
                0,
                "w-raw",
                Instant.now(),
                topic(),
                0,
                7,
                record,
                null));
        append(new DeadLetter(
                1,
                null,
                null,
                FailureCode.INVALID_INPUT,
                "unreadable",
                0,
                "w-junk",
                Instant.now(),
                topic(),
                0,
                8,
                "junk".getBytes(StandardCharsets.UTF_8),
                null));
        long before = jobs.records();
        var answer = operator.post(
                "/v1/dead-letters/" + only("?worker=w-raw").at("/id").asText() + "/replay", "");
        assertThat(answer.json().at("/job_id").asText()).isEqualTo(id);
        assertThat(jobs.records() - before).isEqualTo(1);
        var junk = operator.post(
                "/v1/dead-letters/" + only("?worker=w-junk").at("/id").asText() + "/replay", "");
        assertThat(junk.status()).isEqualTo(409);
        assertThat(junk.json().at("/code").asText()).isEqualTo("not_replayable");
    }

    @Test
    void isForOperatorsOnly() {
        for (String path : new String[] {"/v1/dead-letters", "/v1/dead-letters/dl_0"}) {
            assertThat(alice.get(path).status()).isEqualTo(403);
        }
        assertThat(alice.post("/v1/dead-letters/dl_0/replay", "").status()).isEqualTo(403);
        assertThat(alice.post("/v1/dead-letters/replay", "{\"all\": true}").status())
                .isEqualTo(403);
        for (String unknown : new String[] {"dl_999999", "dl_x", "we_1"}) {
            assertThat(operator.get("/v1/dead-letters/" + unknown).status()).isEqualTo(404);
        }
        assertThat(operator.get("/v1/dead-letters?code=bad_luck").status()).isEqualTo(422);
    }

    private String setAside(String tenant, String prompt, String worker) {
        Client client = Client.of(tenant);
        String id = client.post("/v1/jobs", body(prompt)).json().at("/id").asText();
        DeadLetter letter = new DeadLetter(
                1,
                new JobId(id),
                tenant,
                FailureCode.ATTEMPTS_EXHAUSTED,
                "it kills workers",
                3,
                worker,
                Instant.now(),
                topic(),
                0,
                7,
                Json.encode(request(tenant, id)),
                MEMORY);
        new FakeWorker(log, store, tenant, id).start().setAside(letter);
        await().atMost(SOON)
                .until(() -> client.get("/v1/jobs/" + id)
                        .json()
                        .at("/state")
                        .asText()
                        .equals("failed"));
        return id;
    }

    private void append(DeadLetter letter) {
        log.append(Topics.DEAD_LETTERS, "x", Json.encode(letter), Map.of());
    }

    private JobRequest request(String tenant, String id) {
        return Objects.requireNonNull(reader.get(tenant, id).request());
    }

    private JsonNode only(String query) {
        JsonNode letters = operator.get("/v1/dead-letters" + query).json().at("/dead_letters");
        assertThat(letters).as(query).hasSize(1);
        return letters.get(0);
    }

    private static String topic() {
        return "darkroom.jobs.image.interactive.0";
    }

    private static String body(String prompt) {
        return "{\"kind\":\"image.generate\",\"model\":\"stickers\",\"input\":{\"prompt\":\"" + prompt + "\"}}";
    }
}
