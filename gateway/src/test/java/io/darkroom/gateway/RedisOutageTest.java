package io.darkroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.gateway.stack.Client;
import io.darkroom.gateway.stack.Client.Answer;
import io.darkroom.gateway.stack.FakeWorker;
import io.darkroom.gateway.stack.GatewayStack;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.store.ObjectStore;
import io.darkroom.rules.UsesServers;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Redis is unavailable for a while. */
@UsesServers
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class RedisOutageTest {
    private static final String APPLE =
            "{\"kind\":\"image.generate\",\"model\":\"stickers\",\"input\":{\"prompt\":\"a red apple\"}}";

    @Inject
    KafkaLog log;

    @Inject
    ObjectStore store;

    @Inject
    RedisConnections redis;

    @Test
    void jobsAreAcceptedEndedReadAndFoundAfterwards() {
        Client alice = Client.of("alice");
        alice.post("/v1/jobs", APPLE);
        pause(Duration.ofSeconds(15));
        Answer plain = alice.post("/v1/jobs", APPLE);
        Answer keyed = alice.post("/v1/jobs", APPLE, "Idempotency-Key", "without-redis");
        assertThat(plain.status()).as(plain.toString()).isEqualTo(202);
        assertThat(keyed.status()).as(keyed.toString()).isEqualTo(202);
        String ended = plain.json().path("id").asText();
        String waiting = keyed.json().path("id").asText();
        assertThat(alice.get("/v1/jobs/" + waiting).status()).isEqualTo(503);
        new FakeWorker(log, store, "alice", ended).start().succeed("GIF89a".getBytes(StandardCharsets.US_ASCII));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(alice.get("/v1/jobs/" + ended)
                                .json()
                                .path("state")
                                .asText())
                        .isEqualTo("succeeded"));
        AtomicBoolean denied = new AtomicBoolean();
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> {
                    Answer read = alice.get("/v1/jobs/" + waiting);
                    if (read.status() == 404) {
                        denied.set(true);
                    }
                    assertThat(read.json().path("state").asText()).isEqualTo("queued");
                    assertThat(alice.get("/v1/jobs?state=succeeded&limit=100")
                                    .raw()
                                    .body())
                            .contains(ended);
                });
        assertThat(denied)
                .as("a job that was accepted while Redis was away was denied when it came back")
                .isFalse();
        Answer again = alice.post("/v1/jobs", APPLE, "Idempotency-Key", "without-redis");
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }

    private void pause(Duration howLong) {
        redis.await(redis.commands()
                .dispatch(
                        CommandType.CLIENT,
                        new StatusOutput<>(StringCodec.UTF8),
                        new CommandArgs<>(StringCodec.UTF8).add("PAUSE").add(howLong.toMillis()))
                .toCompletableFuture());
    }
}
