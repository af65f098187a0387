package io.darkroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.job.JobId;
import io.darkroom.gateway.stack.Client;
import io.darkroom.gateway.stack.Client.Answer;
import io.darkroom.gateway.stack.GatewayStack;
import io.darkroom.gateway.stack.JobLog;
import io.darkroom.rules.UsesServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One key is one job. */
@UsesServers
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class IdempotencyTest {
    private static final String APPLE = """
            {"kind": "image.generate", "model": "stickers", "input": {"prompt": "a red apple"}}
            """;

    private final Client alice = Client.of("alice");
    private final JobLog log = new JobLog();

    @Test
    void sixtyFourCallsWithOneKeyMakeOneJob() {
        long before = log.records();
        List<Future<Answer>> calls = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                calls.add(threads.submit(() -> alice.post("/v1/jobs", APPLE, "Idempotency-Key", "race")));
            }
        }
        List<Answer> answers = calls.stream().map(IdempotencyTest::get).toList();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(202));
        Set<String> ids = answers.stream()
                .map(answer -> answer.json().path("id").asText())
                .collect(Collectors.toSet());
        assertThat(ids).containsExactly(JobId.derived("alice", "race").value());
        assertThat(answers.stream()
                        .filter(answer -> answer.header("Idempotency-Replayed").isEmpty()))
                .hasSize(1);
        assertThat(log.records() - before).as("published records").isEqualTo(1);
    }

    @Test
    void aKeyDoesNotNameTwoBodies() {
        Answer first = alice.post("/v1/jobs", APPLE, "Idempotency-Key", "two-bodies");
        Answer sameInOtherWords = alice.post(
                "/v1/jobs",
                "{\"model\":\"stickers\",\"input\":{\"prompt\":\"a red apple\"},\"kind\":\"image.generate\"}",
                "Idempotency-Key",
                "two-bodies");
        Answer other = alice.post("/v1/jobs", APPLE.replace("apple", "pear"), "Idempotency-Key", "two-bodies");
        assertThat(sameInOtherWords.json().path("id")).isEqualTo(first.json().path("id"));
        assertThat(sameInOtherWords.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().path("code").asText()).isEqualTo("idempotency_key_reused");
    }

    private static Answer get(Future<Answer> answer) {
        try {
            return answer.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError("the call failed", e);
        }
    }
}
