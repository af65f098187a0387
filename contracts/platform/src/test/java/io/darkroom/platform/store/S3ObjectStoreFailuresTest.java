package io.darkroom.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.darkroom.platform.telemetry.metric.Meters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store whose connections break is unavailable, and nothing else: a client is told to come back, not of a defect. */
class S3ObjectStoreFailuresTest {
    private ServerSocket server;
    private S3ObjectStore objects;
    private final List<HttpServer> stores = new ArrayList<>();

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::breakEverything);
        objects = at("http://127.0.0.1:" + server.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        stores.forEach(store -> store.stop(0));
    }

    private void breakEverything() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void aBrokenConnectionIsAnUnavailableStore() {
        assertThatThrownBy(() -> objects.get("jobs/a/outcome.json", 10)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> objects.put("uploads/a", new byte[10], "image/png"))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> objects.createIfAbsent("jobs/a/outcome.json", new byte[10], "application/json"))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> objects.delete("uploads/a")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> objects.size("uploads/a")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> objects.list("jobs/").iterator().hasNext())
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> objects.list("jobs/").forEach(_ -> {})).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void anObjectThatIsThereAndAWriteThatIsUnderWayAreNotTheSame() throws IOException {
        assertThat(answering(412, "PreconditionFailed")
                        .createIfAbsent("jobs/a/outcome.json", new byte[10], "application/json"))
                .isFalse();
        S3ObjectStore busy = answering(409, "ConditionalRequestConflict");
        assertThatThrownBy(() -> busy.createIfAbsent("jobs/a/outcome.json", new byte[10], "application/json"))
                .isInstanceOf(StoreUnavailableException.class);
    }

    private S3ObjectStore answering(int status, String code) throws IOException {
        HttpServer store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] body = ("<Error><Code>" + code + "</Code></Error>").getBytes(StandardCharsets.UTF_8);
        store.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/xml");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        store.start();
        stores.add(store);
        return at("http://127.0.0.1:" + store.getAddress().getPort());
    }

    private static S3ObjectStore at(String endpoint) {
        return new S3ObjectStore(
                new StoreSettings(
                        endpoint,
                        endpoint,
                        "darkroom",
                        "us-east-1",
                        new StoreCredentials.Keys("key", "secret", null),
                        StoreSettings.Connection.plain(Duration.ofSeconds(2))),
                Meters.unread());
    }
}
