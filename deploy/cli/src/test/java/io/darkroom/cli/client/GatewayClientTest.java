package io.darkroom.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a stub of the gateway. */
class GatewayClientTest {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private GatewayClient client;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        client = new GatewayClient("http://127.0.0.1:" + server.getAddress().getPort() + "/", "dk_key");
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void aProblemShowsItsDetailAndEveryViolation() {
        on("/v1/jobs", 422, """
            {"title":"The request does not meet its contract","detail":"3 violations","code":"validation_failed",
             "violations":[{"pointer":"/input/steps","code":"out_of_range","message":"1 to 100, not 0"},
                           {"pointer":"","code":"required","message":"model is missing"}],"request_id":"r1"}\
            """);
        assertThatThrownBy(() -> client.post("/v1/jobs", JsonNodeFactory.instance.objectNode(), Map.of()))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.status()).isEqualTo(422);
                    assertThat(problem.code()).isEqualTo("validation_failed");
                    assertThat(problem.lines())
                            .containsExactly(
                                    "The request does not meet its contract",
                                    "3 violations",
                                    "/input/steps: 1 to 100, not 0",
                                    "body: model is missing");
                });
    }

    @Test
    void anAnswerThatIsNoProblemDocumentIsShownAsItIs() {
        on("/v1/models", 502, "<html>bad gateway</html>");
        assertThatThrownBy(() -> client.get("/v1/models"))
                .hasMessage("the server answered 502; <html>bad gateway</html>");
    }

    @Test
    void anUnreachableGatewayNamesTheRemedy() throws IOException {
        int unused;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = taken.getLocalPort();
        }
        try (GatewayClient lost = new GatewayClient("http://127.0.0.1:" + unused, "dk_key")) {
            assertThatThrownBy(() -> lost.get("/v1/models"))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("is the stack up? ./darkroom up");
        }
    }

    @Test
    void sendsKeyBodyAndHeaders() throws Exception {
        on("/v1/jobs", 202, "{\"id\":\"job_1\"}");
        JsonNode answer = client.post(
                "/v1/jobs", JsonNodeFactory.instance.objectNode().put("kind", "x"), Map.of("Idempotency-Key", "k"));
        assertThat(answer.path("id").asText()).isEqualTo("job_1");
        assertThat(seen).containsExactly("POST /v1/jobs Bearer dk_key k {\"kind\":\"x\"}");
    }

    @Test
    void uploadsAFileWithItsMediaType() throws Exception {
        on("/v1/uploads", 201, "{\"id\":\"up_1\"}");
        Path clip = Files.writeString(folder.resolve("clip.MP4"), "moov");
        assertThat(client.upload(clip)).isEqualTo("up_1");
        assertThat(seen).containsExactly("POST /v1/uploads Bearer dk_key null moov");
    }

    @Test
    void downloadsWithoutTheKeyAndLeavesNothingHalf() throws Exception {
        on("/object", 200, "bytes");
        Path target = folder.resolve("a.png");
        client.download(client.base() + "/object", target);
        assertThat(target).hasContent("bytes");
        assertThat(seen).containsExactly("GET /object null null ");
        on("/gone", 404, "no such key");
        assertThatThrownBy(() -> client.download(client.base() + "/gone", folder.resolve("b.png")))
                .isInstanceOf(ProblemException.class);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(target);
        }
    }

    @Test
    void aBrokenStreamGoesOnWhereItStopped() throws Exception {
        List<String> asked = new ArrayList<>();
        server.createContext("/v1/jobs/job_1/events", exchange -> {
            String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
            asked.add(String.valueOf(last));
            answer(
                    exchange,
                    200,
                    last == null
                            ? "id: 0\nevent: job.queued\ndata: {}\n\nid: 1\nevent: job.started\ndata: {}\n\n"
                            : "id: 2\nevent: job.succeeded\ndata: {\"state\":\"succeeded\",\"outputs\":[]}\n\n");
        });
        List<String> names = new ArrayList<>();
        JsonNode job = new JobFollower(client).follow("job_1", event -> names.add(event.name()));
        assertThat(job.path("state").asText()).isEqualTo("succeeded");
        assertThat(asked).containsExactly("null", "1");
        assertThat(names).containsExactly("job.queued", "job.started", "job.succeeded");
    }

    private void on(String path, int status, String body) {
        server.createContext(path, exchange -> answer(exchange, status, body));
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + " "
                + exchange.getRequestHeaders().getFirst("Idempotency-Key") + " " + sent);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
