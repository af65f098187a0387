package io.darkroom.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.client.ProblemException;
import io.darkroom.cli.client.UnreachableException;
import io.darkroom.cli.stack.Credentials;
import io.darkroom.cli.stack.RunningStack;
import io.darkroom.install.FirstKey;
import io.darkroom.local.backends.Backends;
import io.darkroom.local.backends.Checkout;
import io.darkroom.local.backends.DataFolder;
import io.darkroom.local.stack.LocalStack;
import io.darkroom.local.stack.ModelsFolder;
import io.darkroom.rules.UsesServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What holds on a whole stack, however its parts reach each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@UsesServers
abstract class WholeStackContract {
    private static final Set<String> ENDS = Set.of("succeeded", "failed", "canceled", "expired");
    private static final Duration LONG = Duration.ofSeconds(120);

    LocalStack stack;
    GatewayClient client;
    private Path data;

    /** Told before the start. */
    abstract void configure(LocalStack.Builder builder, Path folder);

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        data = folder;
        LocalStack.Builder builder = LocalStack.builder().data(data).workers(2).supervised(true);
        configure(builder, data);
        stack = builder.start();
    }

    @AfterAll
    void stop() {
        stack.close();
        assertThat(RunningStack.on(data)).isEmpty();
        assertThat(data.resolve("stack.json")).doesNotExist();
    }

    @BeforeEach
    void connect() {
        client = stack.client();
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void publishesItsAddressToItsOwnerOnly() throws Exception {
        RunningStack running = RunningStack.on(data).orElseThrow();
        assertThat(running.gateway()).isEqualTo(stack.gateway());
        assertThat(running.parts()).containsOnlyKeys("kafka", "s3", "redis", "gateway", "worker-1", "worker-2");
        assertThat(Credentials.read(data)).contains(stack.key());
        for (String file : List.of("stack.json", "credentials", "conf/s3proxy.properties")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
        assertThatThrownBy(() -> LocalStack.builder().data(data)).isInstanceOf(DataFolder.InUseException.class);
    }

    @Test
    void aJobOfEachLaneSucceeds() throws Exception {
        ObjectNode bulk = sticker(4).put("priority", "bulk");
        String clip;
        try (Stream<Path> samples = Files.list(ModelsFolder.of(Checkout.find()).resolve("frames/samples"))) {
            clip = client.upload(samples.filter(file -> file.toString().endsWith(".mp4"))
                    .sorted()
                    .findFirst()
                    .orElseThrow());
        }
        ObjectNode video = JsonNodeFactory.instance.objectNode();
        video.put("kind", "video.predict").put("model", "frames");
        video.putObject("input").put("clip", "upload:" + clip).put("num_frames", 2);
        for (String job : List.of(submit(sticker(4)), submit(bulk), submit(video))) {
            JsonNode done = awaitEnd(job);
            assertThat(done.path("state").asText()).as(done.toString()).isEqualTo("succeeded");
            Path saved = data.resolve("saved-" + job);
            client.download(done.path("outputs").get(0).path("url").asText(), saved);
            assertThat(saved).isNotEmptyFile();
        }
    }

    @Test
    void aKilledWorkersJobIsFinishedByAnother() throws Exception {
        String job = submit(60);
        String worker = awaitRunningOn(job);
        stack.component(worker).kill9();
        JsonNode done = awaitEnd(job);
        assertThat(done.path("state").asText()).isEqualTo("succeeded");
        assertThat(done.path("attempt").asInt()).isBetween(2, 3);
        assertThat(done.path("outputs")).hasSize(1);
        assertOneOutcome(job);
        await().atMost(LONG).until(() -> stack.component(worker).isAlive());
    }

    @Test
    void everyAcceptedJobEndsOnceThoughTheBrokerDies() throws Exception {
        List<String> jobs = submitMany(6);
        stack.component(Backends.KAFKA).kill9();
        assertAllEnd(jobs);
    }

    @Test
    void everyAcceptedJobEndsOnceThoughTheGatewayDies() throws Exception {
        List<String> jobs = submitMany(6);
        stack.component(LocalStack.GATEWAY).kill9();
        assertAllEnd(jobs);
    }

    @Test
    void everyAcceptedJobEndsOnceThoughRedisForgetsEverything() throws Exception {
        List<String> jobs = submitMany(6);
        flushRedis();
        assertAllEnd(jobs);
        String finished = jobs.getFirst();
        flushRedis();
        assertThat(status(finished)).contains("succeeded");
    }

    @Test
    void aRunningJobStopsWhenItIsCanceled() throws Exception {
        String job = submit(100);
        awaitRunningOn(job);
        cancel(job);
        JsonNode done = awaitEnd(job);
        assertThat(done.path("state").asText()).isEqualTo("canceled");
        assertThat(done.path("canceled_at_step").asInt()).isBetween(0, 99);
        assertThat(done.path("outputs")).isEmpty();
        assertOneOutcome(job);
    }

    @Test
    void aQueuedJobThatIsCanceledNeverRuns() throws Exception {
        List<String> before = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            before.add(submit(40));
        }
        String last = submit(40);
        cancel(last);
        JsonNode done = awaitEnd(last);
        assertThat(done.path("state").asText()).isEqualTo("canceled");
        assertThat(done.path("attempt").asInt()).isZero();
        for (String job : before) {
            cancel(job);
        }
        assertAllEnd(before);
        assertThat(awaitEnd(last).path("attempt").asInt()).isZero();
    }

    String submit(int steps) throws InterruptedException {
        return submit(sticker(steps));
    }

    private String submit(ObjectNode body) throws InterruptedException {
        return client.post("/v1/jobs", body, Map.of()).path("id").asText();
    }

    private static ObjectNode sticker(int steps) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("kind", "image.generate").put("model", "sticker");
        body.putObject("input").put("prompt", "a red apple").put("steps", steps).put("n", 1);
        return body;
    }

    private List<String> submitMany(int count) throws InterruptedException {
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            jobs.add(submit(20));
        }
        return jobs;
    }

    private void cancel(String job) throws InterruptedException {
        client.post("/v1/jobs/" + job + "/cancel", JsonNodeFactory.instance.objectNode(), Map.of());
    }

    /** The state, or nothing while the gateway is unavailable. */
    private Optional<String> status(String job) throws InterruptedException {
        return read(job).map(node -> node.path("state").asText());
    }

    private Optional<JsonNode> read(String job) throws InterruptedException {
        try {
            return Optional.of(client.get("/v1/jobs/" + job));
        } catch (UnreachableException e) {
            return Optional.empty();
        } catch (ProblemException e) {
            if (e.status() == 503) {
                return Optional.empty();
            }
            throw e;
        }
    }

    JsonNode awaitEnd(String job) {
        await().alias("end of " + job)
                .atMost(LONG)
                .until(() -> status(job).filter(ENDS::contains).isPresent());
        return await().atMost(LONG).until(() -> read(job), Optional::isPresent).orElseThrow();
    }

    private void assertAllEnd(List<String> jobs) {
        for (String job : jobs) {
            assertThat(awaitEnd(job).path("state").asText()).as(job).isIn("succeeded", "canceled");
            assertOneOutcome(job);
        }
    }

    /** Waits until a step is done and names the worker that did it, as the event log says. */
    private String awaitRunningOn(String job) throws Exception {
        await().alias("progress of " + job)
                .atMost(LONG)
                .until(() ->
                        read(job).map(node -> node.path("progress").asDouble()).orElse(0.0) > 0.03);
        return EventLog.worker(stack.backends().operator(), job);
    }

    /** The store has one outcome, and the gateway reads the same one. */
    private void assertOneOutcome(String job) {
        Path folder = data.resolve("s3/darkroom/jobs").resolve(FirstKey.TENANT).resolve(job);
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> outcomes =
                    files.filter(file -> file.endsWith("outcome.json")).toList();
            assertThat(outcomes).as("outcomes of " + job).hasSize(1);
            assertThat(Files.readString(outcomes.getFirst()))
                    .contains("\"state\":\"" + awaitEnd(job).path("state").asText() + "\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void flushRedis() throws IOException {
        try (Socket socket = stack.backends().redisAccess().connect()) {
            socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(3), StandardCharsets.US_ASCII))
                    .isEqualTo("+OK");
        }
    }
}
