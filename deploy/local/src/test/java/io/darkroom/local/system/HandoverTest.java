package io.darkroom.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.install.FirstKey;
import io.darkroom.local.process.Component;
import io.darkroom.local.stack.LocalStack;
import io.darkroom.rules.UsesServers;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that is stopped in the middle of a long video hands it to another one, which ends it with the same bytes. */
@UsesServers
class HandoverTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration HAND_OVER = Duration.ofSeconds(5);
    /** Steps of each block of four frames: enough for a long job. */
    private static final int STEPS = 100;

    private static final int FRAMES = 64;

    @TempDir
    static Path data;

    private GatewayClient client;
    private LocalStack stack;

    @Test
    void aVideoGoesOnElsewhereWithTheSameBytes() throws Exception {
        try (LocalStack started = LocalStack.builder()
                        .data(data)
                        .workers(2)
                        .supervised(false)
                        .start();
                GatewayClient connected =
                        new GatewayClient(started.gateway(), started.key().value())) {
            stack = started;
            client = connected;
            String upload = client.upload(image());
            JsonNode undisturbed = awaitEnd(submit(upload));

            String job = submit(upload);
            awaitProgress(job, 0.2);
            Component worker = stack.component(EventLog.worker(stack.backends().operator(), job));
            Path checkpoint = data.resolve("s3/darkroom/jobs")
                    .resolve(FirstKey.TENANT)
                    .resolve(job)
                    .resolve("checkpoint");
            long told = System.nanoTime();
            worker.terminate();
            await().atMost(HAND_OVER).pollInterval(Duration.ofMillis(5)).until(() -> Files.exists(checkpoint));
            long left = System.nanoTime();
            await().atMost(HAND_OVER).until(() -> !worker.isAlive());
            long gone = System.nanoTime();
            JsonNode resumed = awaitEnd(job);

            assertThat(resumed.path("attempt").asInt()).isEqualTo(2);
            assertThat(digests(resumed)).isNotEmpty().isEqualTo(digests(undisturbed));
            assertThat(EventLog.firstProgress(stack.backends().operator(), job, 2))
                    .as("what was done is not done again")
                    .isGreaterThan(0.15);
            assertThat(EventLog.worker(stack.backends().operator(), job)).isNotEqualTo(worker.name());
            assertThat(checkpoint).doesNotExist();
            System.out.printf(
                    "checkpoint %d ms after SIGTERM, worker gone after %d ms%n",
                    (left - told) / 1_000_000, (gone - told) / 1_000_000);
        }
    }

    private String submit(String upload) throws InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("kind", "video.predict").put("model", "frames");
        ObjectNode input = body.putObject("input");
        input.put("clip", "upload:" + upload)
                .put("num_frames", FRAMES)
                .put("steps", STEPS)
                .put("seed", 7)
                .put("n", 2)
                .put("output_format", "mp4");
        return client.post("/v1/jobs", body, Map.of()).path("id").asText();
    }

    private static Path image() throws IOException {
        BufferedImage image = new BufferedImage(128, 128, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, 128, 128);
        graphics.setColor(Color.RED);
        graphics.fillOval(20, 40, 50, 50);
        graphics.dispose();
        Path file = data.resolveSibling(data.getFileName() + ".gif");
        ImageIO.write(image, "gif", file.toFile());
        return file;
    }

    private void awaitProgress(String job, double least) {
        await().atMost(LONG)
                .until(() -> client.get("/v1/jobs/" + job).path("progress").asDouble() > least);
    }

    private JsonNode awaitEnd(String job) throws InterruptedException {
        await().atMost(LONG)
                .until(() -> List.of("succeeded", "failed", "canceled", "expired")
                        .contains(client.get("/v1/jobs/" + job).path("state").asText()));
        JsonNode end = client.get("/v1/jobs/" + job);
        assertThat(end.path("state").asText()).as(end.toString()).isEqualTo("succeeded");
        return end;
    }

    private static List<String> digests(JsonNode job) {
        return StreamSupport.stream(job.path("outputs").spliterator(), false)
                .map(output -> output.path("sha256").asText())
                .toList();
    }
}
