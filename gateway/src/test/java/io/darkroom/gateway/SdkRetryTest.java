package io.darkroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.gateway.stack.Client;
import io.darkroom.gateway.stack.Client.Answer;
import io.darkroom.gateway.stack.GatewayStack;
import io.darkroom.gateway.stack.JobLog;
import io.darkroom.rules.UsesServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Repetitions by SDKs that send no idempotency key, only their count. */
@UsesServers
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class SdkRetryTest {
    private static final String COUNT = "X-Stainless-Retry-Count";

    private final Client alice = Client.of("alice");
    private final JobLog log = new JobLog();

    @Test
    void aRepetitionIsTheFirstJob() {
        long before = log.records();
        String body = body("a green pear");
        Answer first = alice.post("/v1/jobs", body, COUNT, "0");
        for (int retry = 1; retry <= 2; retry++) {
            Answer again = alice.post("/v1/jobs", body, COUNT, Integer.toString(retry));
            assertThat(id(again)).isEqualTo(id(first));
            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        }
        assertThat(log.records() - before).isEqualTo(1);
    }

    @Test
    void equalFirstTriesAreJobsOfTheirOwn() {
        String body = body("one of several plums");
        assertThat(Set.of(
                        id(alice.post("/v1/jobs", body, COUNT, "0")),
                        id(alice.post("/v1/jobs", body, COUNT, "0")),
                        id(alice.post("/v1/jobs", body)),
                        id(alice.post("/v1/jobs", body))))
                .hasSize(4);
    }

    @Test
    void equalCallsThatAllRepeatKeepTheirOwnJobs() {
        String body = body("three equal cherries");
        Set<String> first = new HashSet<>();
        Set<String> again = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            first.add(id(alice.post("/v1/jobs", body, COUNT, "0")));
        }
        for (int i = 0; i < 3; i++) {
            again.add(id(alice.post("/v1/jobs", body, COUNT, "1")));
        }
        assertThat(first).hasSize(3);
        assertThat(again).isEqualTo(first);
        assertThat(first).doesNotContain(id(alice.post("/v1/jobs", body("four equal cherries"), COUNT, "1")));
    }

    @Test
    void aCallThatGotNoAnswerIsRepeatedBeforeOneThatGotOne() throws Exception {
        String body = body("a lonely fig");
        String answered = id(alice.post("/v1/jobs", body, COUNT, "0"));
        long before = log.records();
        hangUp(body, before + 1);
        String newest = id(alice.post("/v1/jobs", body, COUNT, "0"));
        String again = id(alice.post("/v1/jobs", body, COUNT, "1"));
        assertThat(again).isNotIn(answered, newest);
        assertThat(log.records() - before).isEqualTo(2);
    }

    @Test
    void anotherTenantOrBodyIsNoRepetition() {
        String body = body("a shared melon");
        String hers = id(alice.post("/v1/jobs", body, COUNT, "0"));
        assertThat(id(Client.of("bob").post("/v1/jobs", body, COUNT, "1"))).isNotEqualTo(hers);
        assertThat(id(alice.post("/v1/jobs", body("another melon"), COUNT, "1")))
                .isNotEqualTo(hers);
    }

    /** Waits for the end of the job, and leaves before it comes. */
    private void hangUp(String body, long records) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String authorization = alice.request("/v1/jobs")
                .GET()
                .build()
                .headers()
                .firstValue("Authorization")
                .orElseThrow();
        try (Socket socket = new Socket("127.0.0.1", Client.uri("/").getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/jobs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAuthorization: "
                            + authorization + "\r\nPrefer: wait=20\r\n" + COUNT + ": 0\r\nContent-Length: "
                            + bytes.length
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.flush();
            await().atMost(Duration.ofSeconds(20)).until(() -> log.records() == records);
            assertThat(socket.getInputStream().available()).as("no answer yet").isZero();
        }
    }

    private static String id(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        return answer.json().path("id").asText();
    }

    private static String body(String prompt) {
        return "{\"kind\":\"image.generate\",\"model\":\"stickers\",\"input\":{\"prompt\":\"" + prompt + "\"}}";
    }
}
