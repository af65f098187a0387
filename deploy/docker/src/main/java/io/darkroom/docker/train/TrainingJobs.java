package io.darkroom.docker.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.client.JobFollower;
import io.darkroom.cli.time.Polling;
import io.darkroom.contracts.wire.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The jobs of the training run: an image, a video, and the reads that clients make. */
final class TrainingJobs {
    private static final Duration MODELS_WITHIN = Duration.ofMinutes(2);

    private final GatewayClient client;
    private final Path models;
    private final PrintStream out;

    /**
     * @param models the repository; the clip that a video is made from is a sample of the model {@code frames}
     */
    TrainingJobs(GatewayClient client, Path models, PrintStream out) {
        this.client = client;
        this.models = models;
        this.out = out;
    }

    void all() throws IOException, InterruptedException {
        awaitModels();
        ObjectNode image = Json.mapper().createObjectNode();
        image.put("prompt", "a red apple with a green leaf").put("n", 2).put("steps", 8);
        run("image.generate", "sticker", image);
        ObjectNode video = Json.mapper().createObjectNode();
        video.put("clip", "upload:" + client.upload(models.resolve("frames/samples/crab.mp4")));
        run("video.predict", "frames", video.put("steps", 4));
        client.get("/v1/jobs");
        client.get("/v1/fleet");
        client.get("/openapi?format=json");
    }

    private void awaitModels() throws InterruptedException {
        if (!Polling.until(
                () -> client.get("/v1/models").path("models").size() >= 2, Duration.ofMillis(200), MODELS_WITHIN)) {
            throw new IllegalStateException("the gateway lists no models after " + MODELS_WITHIN);
        }
    }

    private void run(String kind, String model, ObjectNode input) throws IOException, InterruptedException {
        ObjectNode submission = Json.mapper().createObjectNode();
        submission.put("kind", kind).put("model", model).set("input", input);
        String id = client.post("/v1/jobs", submission, Map.of()).path("id").asText();
        JsonNode job = new JobFollower(client).follow(id, event -> {});
        client.get("/v1/jobs/" + id);
        if (!job.path("state").asText().equals("succeeded")) {
            throw new IllegalStateException("the " + kind + " job ended as " + job);
        }
        Path kept = Files.createTempFile("darkroom-training", ".out");
        try {
            client.download(job.path("outputs").get(0).path("url").asText(), kept);
            out.printf(
                    "%s: %d outputs, the first has %d bytes%n",
                    kind, job.path("outputs").size(), Files.size(kept));
        } finally {
            Files.deleteIfExists(kept);
        }
    }
}
