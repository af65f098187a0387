package io.darkroom.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.darkroom.cli.client.GatewayClient;
import io.darkroom.cli.doctor.Finding;
import io.darkroom.cli.doctor.Installation;
import io.darkroom.cli.trace.JobTrace;
import io.darkroom.cli.trace.SpanRecord;
import io.darkroom.contracts.wire.Json;
import io.darkroom.local.stack.LocalStack;
import io.darkroom.local.trace.OtlpReceiver;
import io.darkroom.rules.UsesServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Telemetry of real processes: one trace over all of them, and log lines with the job and tenant. */
@UsesServers
class TelemetryTest {
    private static final Set<String> ENDS = Set.of("succeeded", "failed", "canceled", "expired");
    private static final Duration LONG = Duration.ofSeconds(180);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CLIENT = "00f067aa0ba902b7";

    @TempDir
    static Path data;

    private static final List<SpanRecord> SPANS = new CopyOnWriteArrayList<>();
    private static final List<String> CALLED = new CopyOnWriteArrayList<>();
    private static OtlpReceiver collector;
    private static HttpServer receiver;
    private static LocalStack stack;
    private static GatewayClient client;

    @BeforeAll
    static void start() throws Exception {
        collector = new OtlpReceiver(SPANS::addAll);
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", call -> {
            CALLED.add(String.valueOf(call.getRequestHeaders().getFirst("traceparent")));
            call.getRequestBody().readAllBytes();
            call.sendResponseHeaders(CALLED.size() == 1 ? 500 : 204, -1);
            call.close();
        });
        receiver.start();
        Map<String, String> telling = new HashMap<>(collector.environment());
        telling.put("DARKROOM_LOG_FORMAT", "json");
        stack = LocalStack.builder()
                .data(data)
                .workers(1)
                .environment(LocalStack.GATEWAY, telling)
                .environment("worker", telling)
                .readyWithin(LONG)
                .start();
        client = new GatewayClient(stack.gateway(), stack.key().value());
    }

    @AfterAll
    static void stop() {
        client.close();
        stack.close();
        receiver.stop(0);
        collector.close();
    }

    @Test
    void oneTraceGoesFromTheClientsCallThroughTheWorkerToEachTryOfTheWebhook() throws Exception {
        ObjectNode body = apple();
        body.putObject("webhook")
                .put("url", "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook")
                .putArray("events")
                .add("job.completed");
        String job = client.post("/v1/jobs", body, Map.of("traceparent", "00-" + TRACE + "-" + CLIENT + "-01"))
                .path("id")
                .asText();
        assertThat(awaitEnd(job).path("state").asText()).isEqualTo("succeeded");
        await().atMost(LONG)
                .until(() -> named("webhook").count() == 2 && named("attempt").count() == 1);

        SpanRecord call = named("POST /v1/jobs").findFirst().orElseThrow();
        assertThat(call.parent()).isEqualTo(CLIENT);
        assertThat(call.kind()).isEqualTo("server");
        SpanRecord publish = named("publish job").findFirst().orElseThrow();
        assertThat(publish.parent()).isEqualTo(call.id());
        assertThat(publish.attribute("darkroom.job")).isEqualTo(job);
        SpanRecord attempt = named("attempt").findFirst().orElseThrow();
        assertThat(attempt.service()).isEqualTo("darkroom-worker");
        assertThat(attempt.parent()).isEqualTo(publish.id());
        assertThat(named("wait in lane").findFirst().orElseThrow().parent()).isEqualTo(publish.id());
        for (String stage : List.of(
                "preflight", "start", "prepare", "encode text", "denoise", "decode", "upload", "commit", "publish")) {
            assertThat(named(stage))
                    .as(stage)
                    .singleElement()
                    .satisfies(it -> assertThat(it.parent()).isEqualTo(attempt.id()));
        }
        assertThat(named("denoise").findFirst().orElseThrow().attribute("darkroom.steps"))
                .isEqualTo("4");
        SpanRecord terminal = named("publish").findFirst().orElseThrow();
        assertThat(named("webhook").map(SpanRecord::parent)).containsOnly(terminal.id());
        assertThat(named("webhook")
                        .map(it -> it.attribute("darkroom.attempt") + " " + it.attribute("http.response.status_code")))
                .containsExactlyInAnyOrder("1 500", "2 204");
        assertThat(CALLED).allMatch(header -> header.contains(TRACE));
        assertThat(JobTrace.of(job, SPANS).lines()).hasSizeGreaterThan(13);
    }

    @Test
    void everyLineAboutAFailedJobNamesJobAndTenant() throws Exception {
        ByteArrayOutputStream broken = new ByteArrayOutputStream();
        javax.imageio.ImageIO.write(
                new java.awt.image.BufferedImage(64, 64, java.awt.image.BufferedImage.TYPE_INT_RGB), "png", broken);
        Path file = Files.write(data.resolve("broken.png"), java.util.Arrays.copyOf(broken.toByteArray(), 60));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("kind", "image.transform").put("model", "sticker");
        body.putObject("input")
                .put("prompt", "a red apple")
                .put("image", "upload:" + client.upload(file))
                .put("steps", 4);
        String job = client.post("/v1/jobs", body, Map.of()).path("id").asText();
        assertThat(awaitEnd(job).path("state").asText()).isEqualTo("failed");

        List<JsonNode> about = await().atMost(LONG)
                .until(
                        () -> lines("worker-1")
                                .filter(line -> line.path("message").asText().contains(job))
                                .toList(),
                        it -> !it.isEmpty());
        assertThat(about).allSatisfy(line -> {
            assertThat(line.path("service").asText()).isEqualTo("darkroom-worker");
            assertThat(line.path("worker").asText()).isEqualTo("worker-1");
            assertThat(line.path("job").asText()).isEqualTo(job);
            assertThat(line.path("tenant").asText()).isEqualTo("default");
            assertThat(line.path("kind").asText()).isEqualTo("image.transform");
            assertThat(line.path("attempt").asText()).isEqualTo("1");
            assertThat(line.path("traceId").asText()).matches("[0-9a-f]{32}");
        });
        assertThat(about)
                .anySatisfy(line -> assertThat(line.at("/error/stack").asText()).isNotEmpty());
    }

    @Test
    void theDoctorReportsAHealthyStackAndChangesNothing() throws Exception {
        List<Finding> findings = new Installation(
                        stack.gateway(),
                        stack.key().value(),
                        stack.management(),
                        stack.backends().operator(),
                        URI.create(stack.backends().redis()),
                        null,
                        1)
                .examine();

        assertThat(findings)
                .extracting(Finding::about)
                .contains("gateway", "clock", "key", "models", "workers", "store", "webhooks")
                .contains("health", "metrics", "views", "deliveries", "Kafka", "topics", "groups", "Redis");
        assertThat(findings)
                .filteredOn(finding -> finding.level() == Finding.Level.BAD)
                .isEmpty();
        assertThat(findings)
                .filteredOn(finding -> finding.level() == Finding.Level.WARN)
                .extracting(Finding::about)
                .as("one broker only, and locks may be short here")
                .isSubsetOf("Kafka", "groups", "workers");
        assertThat(client.get("/v1/webhooks/endpoints").toString()).doesNotContain("169.254");
    }

    @Test
    void theDoctorNamesWhatIsBroken() throws Exception {
        assertThat(new Installation(stack.gateway(), "dk_nonsense", null, null, null, null, 1).examine())
                .anySatisfy(finding -> assertThat(finding).isEqualTo(bad(finding, "key", "unknown or revoked")));
        assertThat(new Installation(
                                "http://127.0.0.1:1",
                                null,
                                "http://127.0.0.1:1",
                                null,
                                URI.create("redis://127.0.0.1:1"),
                                null,
                                1)
                        .examine())
                .hasSize(3)
                .allSatisfy(finding -> assertThat(finding).isEqualTo(bad(finding, finding.about(), "does not answer")));
        assertThat(new Installation(stack.management(), null, stack.gateway(), null, null, null, 1).examine())
                .as("the ports mixed up")
                .filteredOn(finding -> finding.level() == Finding.Level.BAD)
                .extracting(Finding::about)
                .contains("gateway", "health", "metrics");
        assertThat(new Installation(null, null, null, stack.backends().operator(), null, null, 2).examine())
                .anySatisfy(finding -> assertThat(finding).isEqualTo(bad(finding, "topics", "darkroom.jobs.video.1")));
    }

    private static Finding bad(Finding found, String about, String part) {
        assertThat(found.message()).contains(part);
        assertThat(found.remedy()).isNotEmpty();
        return new Finding(Finding.Level.BAD, about, found.message(), found.remedy());
    }

    private static ObjectNode apple() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("kind", "image.generate").put("model", "sticker");
        body.putObject("input").put("prompt", "a red apple").put("steps", 4).put("n", 1);
        return body;
    }

    private static Stream<SpanRecord> named(String name) {
        return SPANS.stream()
                .filter(span -> span.trace().equals(TRACE) && span.name().equals(name));
    }

    private static JsonNode awaitEnd(String job) {
        return await().atMost(LONG)
                .until(
                        () -> client.get("/v1/jobs/" + job),
                        it -> ENDS.contains(it.path("state").asText()));
    }

    /** The lines that are JSON: all but those that the JVM writes before the program begins. */
    private static Stream<JsonNode> lines(String process) throws IOException {
        return Files.readAllLines(data.resolve("logs").resolve(process + ".log")).stream()
                .filter(line -> line.startsWith("{"))
                .map(line -> {
                    try {
                        return Json.mapper().readTree(line);
                    } catch (IOException e) {
                        throw new AssertionError(line, e);
                    }
                });
    }
}
