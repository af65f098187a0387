package io.darkroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.gateway.stack.Client;
import io.darkroom.gateway.stack.Client.Answer;
import io.darkroom.gateway.stack.FakeWorker;
import io.darkroom.gateway.stack.GatewayStack;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.store.ObjectStore;
import io.darkroom.rules.UsesServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job that is run again to be compared, over HTTP, with a hand-driven worker. */
@UsesServers
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class VerifyTest {
    private static final String APPLE = """
        {"kind": "image.generate", "model": "stickers", "input": {"prompt": "a red apple"},
         "metadata": {"order": "42"}, "priority": "bulk"}
        """;
    private static final byte[] GIF = "GIF89a and the rest".getBytes(StandardCharsets.US_ASCII);
    private static final String SAME = "a".repeat(64);
    private static final String OTHER = "b".repeat(64);

    @Inject
    KafkaLog log;

    @Inject
    ObjectStore store;

    private Client alice;

    @BeforeEach
    void callAsAlice() {
        alice = Client.of("alice");
    }

    private String submit() {
        Answer accepted = alice.post("/v1/jobs", APPLE);
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        return accepted.json().path("id").asText();
    }

    private String succeeded() {
        String job = submit();
        worker(job).start().succeed(GIF, SAME);
        awaitState(job, "succeeded");
        return job;
    }

    private FakeWorker worker(String job) {
        return new FakeWorker(log, store, "alice", job);
    }

    private JsonNode awaitState(String job, String state) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> alice.get("/v1/jobs/" + job).json(),
                        found -> found.path("state").asText().equals(state));
    }

    private Answer verify(String job, String... headers) {
        return alice.post("/v1/jobs/" + job + "/verify", "", headers);
    }

    @Test
    void theSameInputRunsAgainAsAJobLikeAnyOther() {
        String first = succeeded();
        Answer accepted = verify(first);
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        JsonNode again = accepted.json();
        assertThat(again.path("id").asText()).isNotEqualTo(first);
        assertThat(accepted.header("Location"))
                .isEqualTo("/v1/jobs/" + again.path("id").asText());
        JsonNode original = alice.get("/v1/jobs/" + first).json();
        assertThat(again.path("input")).isEqualTo(original.path("input"));
        assertThat(again.path("priority")).isEqualTo(original.path("priority"));
        assertThat(again.path("metadata")).isEqualTo(original.path("metadata"));
        assertThat(again.at("/verification/job").asText()).isEqualTo(first);
        assertThat(again.at("/verification").has("matches")).isFalse();
        assertThat(original.has("verification")).isFalse();
        assertThat(alice.get("/v1/jobs?limit=100").raw().body())
                .contains(again.path("id").asText());
    }

    @Test
    void theSameBytesMatch() {
        String again = verify(succeeded()).json().path("id").asText();
        worker(again).start().succeed(GIF, SAME);
        JsonNode ended = awaitState(again, "succeeded");
        assertThat(ended.at("/verification/matches").asBoolean()).isTrue();
        assertThat(ended.at("/verification/items")).hasSize(1);
        assertThat(ended.at("/verification/items/0/actual").asText()).isEqualTo(SAME);
    }

    @Test
    void otherBytesDoNotMatch() {
        String again = verify(succeeded()).json().path("id").asText();
        worker(again).start().succeed(GIF, OTHER);
        JsonNode ended = awaitState(again, "succeeded");
        assertThat(ended.at("/verification/matches").isBoolean()).isTrue();
        assertThat(ended.at("/verification/matches").asBoolean()).isFalse();
        assertThat(ended.at("/verification/items/0/expected").asText()).isEqualTo(SAME);
        assertThat(ended.at("/verification/items/0/actual").asText()).isEqualTo(OTHER);
    }

    @Test
    void aVerificationThatEndsOtherwiseComparesNothing() {
        String again = verify(succeeded()).json().path("id").asText();
        alice.post("/v1/jobs/" + again + "/cancel", "");
        JsonNode ended = awaitState(again, "canceled");
        assertThat(ended.path("verification").has("matches")).isFalse();
        assertThat(ended.at("/verification/items")).isEmpty();
    }

    @Test
    void onlyWhatSucceededCanBeVerified() {
        String waiting = submit();
        assertProblem(verify(waiting), 409, "not_verifiable");
        alice.post("/v1/jobs/" + waiting + "/cancel", "");
        awaitState(waiting, "canceled");
        assertProblem(verify(waiting), 409, "not_verifiable");
    }

    @Test
    void onlyOnesOwnJobsCanBeVerified() {
        String hers = succeeded();
        assertProblem(Client.of("bob").post("/v1/jobs/" + hers + "/verify", ""), 404, "not_found");
        assertProblem(verify("job_" + "0".repeat(26)), 404, "not_found");
        assertProblem(verify("nonsense"), 404, "not_found");
    }

    @Test
    void aKeyMakesOneJobOfRepeatedCalls() {
        String first = succeeded();
        Answer once = verify(first, "Idempotency-Key", "verify-once");
        Answer twice = verify(first, "Idempotency-Key", "verify-once");
        assertThat(twice.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(twice.json().path("id")).isEqualTo(once.json().path("id"));
        assertProblem(verify(succeeded(), "Idempotency-Key", "verify-once"), 422, "idempotency_key_reused");
    }

    @Test
    void measuresAndItemFailuresAreReported() {
        JsonNode job = alice.get("/v1/jobs/" + succeeded()).json();
        assertThat(job.at("/outputs/0/measures/score").asDouble()).isEqualTo(0.5);
        assertThat(job.at("/failures/0/item").asInt()).isEqualTo(1);
        assertThat(job.at("/failures/0/failure/code").asText()).isEqualTo("content_refused");
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.json().path("code").asText()).isEqualTo(code);
    }
}
