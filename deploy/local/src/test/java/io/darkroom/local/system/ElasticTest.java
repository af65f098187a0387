package io.darkroom.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.local.process.Component;
import io.darkroom.local.stack.LocalStack;
import io.darkroom.rules.UsesServers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Worker processes start with a burst of jobs and exit after it; neither disturbs a job. */
@UsesServers
class ElasticTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int MOST = 3;
    private static final int JOBS = 16;
    private static final long SAMPLE_MS = 100;

    @TempDir
    static Path data;

    private final AtomicLong aliveMs = new AtomicLong();
    private final AtomicInteger most = new AtomicInteger();

    @Test
    void fromZeroAndBackUnderABurst() throws Exception {
        try (LocalStack stack = LocalStack.builder()
                        .data(data)
                        .workers(0, MOST)
                        .supervised(true)
                        .start();
                GatewayClient client =
                        new GatewayClient(stack.gateway(), stack.key().value());
                ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor()) {
            await("no worker is needed").atMost(LONG).until(() -> alive(stack) == 0);

            var _ = sampler.scheduleAtFixedRate(() -> sample(stack), 0, SAMPLE_MS, TimeUnit.MILLISECONDS);
            long burst = System.nanoTime();
            List<String> jobs = submit(client);
            List<JsonNode> ends = new ArrayList<>();
            for (String job : jobs) {
                ends.add(awaitEnd(client, job));
            }
            long done = System.nanoTime();
            await("no worker is needed any more").atMost(LONG).until(() -> alive(stack) == 0);
            long over = System.nanoTime();

            assertThat(ends).allSatisfy(end -> {
                assertThat(end.path("state").asText()).isEqualTo("succeeded");
                assertThat(EventLog.releasedOnShutdown(
                                stack.backends().operator(), end.path("id").asText()))
                        .as("no worker went while it held a job")
                        .isZero();
            });
            assertThat(most.get()).as("workers at once").isBetween(2, MOST);
            assertThat(IntStream.rangeClosed(1, MOST)
                            .mapToObj(i -> stack.component("worker-" + i))
                            .mapToInt(Component::restarts))
                    .as("a retired worker is not reported as dead")
                    .containsOnly(0);
            report(ends, burst, done, over);
        }
    }

    private static long alive(LocalStack stack) {
        return IntStream.rangeClosed(1, MOST)
                .filter(i -> stack.component("worker-" + i).isAlive())
                .count();
    }

    private void sample(LocalStack stack) {
        int alive = (int) alive(stack);
        aliveMs.addAndGet(alive * SAMPLE_MS);
        most.accumulateAndGet(alive, Math::max);
    }

    private static List<String> submit(GatewayClient client) throws InterruptedException {
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.put("kind", "image.generate").put("model", "sticker");
            body.putObject("input")
                    .put("prompt", "a red apple")
                    .put("n", 2)
                    .put("steps", 20)
                    .put("seed", i);
            jobs.add(client.post("/v1/jobs", body, Map.of()).path("id").asText());
        }
        return jobs;
    }

    private static JsonNode awaitEnd(GatewayClient client, String job) throws InterruptedException {
        await().atMost(LONG)
                .until(() -> List.of("succeeded", "failed", "canceled", "expired")
                        .contains(client.get("/v1/jobs/" + job).path("state").asText()));
        return client.get("/v1/jobs/" + job);
    }

    private void report(List<JsonNode> ends, long burst, long done, long over) {
        Instant submitted = Instant.parse(ends.getFirst().path("created_at").asText());
        Instant first = ends.stream()
                .map(end -> Instant.parse(end.path("started_at").asText()))
                .min(Instant::compareTo)
                .orElseThrow();
        System.out.printf(
                "%d jobs from zero: first start after %.1f s, all done after %.1f s, no worker left after %.1f s, at most %d"
                        + " workers, %.1f worker seconds%n",
                JOBS,
                Duration.between(submitted, first).toMillis() / 1_000.0,
                (done - burst) / 1e9,
                (over - burst) / 1e9,
                most.get(),
                aliveMs.get() / 1_000.0);
    }
}
