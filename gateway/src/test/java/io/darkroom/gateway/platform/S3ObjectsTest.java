package io.darkroom.gateway.platform;

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
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store whose connections break is unavailable, and nothing else: a client is told to come back, not of a defect. */
class S3ObjectsTest {
    private ServerSocket server;
    private S3Objects objects;
    private final List<HttpServer> stores = new ArrayList<>();

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::breakEverything);
        objects = new S3Objects(config("http://127.0.0.1:" + server.getLocalPort()), Meters.unread());
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
        assertThatThrownBy(() -> objects.get("jobs/a/outcome.json")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> objects.put("uploads/a", "image/png", new byte[10]))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> objects.create("jobs/a/outcome.json", "application/json", new byte[10]))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void anObjectThatIsThereAndAWriteThatIsUnderWayAreNotTheSame() throws IOException {
        assertThat(answering(412, "PreconditionFailed").create("jobs/a/outcome.json", "application/json", new byte[10]))
                .isFalse();
        S3Objects busy = answering(409, "ConditionalRequestConflict");
        assertThatThrownBy(() -> busy.create("jobs/a/outcome.json", "application/json", new byte[10]))
                .isInstanceOf(StoreUnavailableException.class);
    }

    private S3Objects answering(int status, String code) throws IOException {
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
        return new S3Objects(config("http://127.0.0.1:" + store.getAddress().getPort()), Meters.unread());
    }

    private static StoreConfig config(String endpoint) {
        return new StoreConfig() {
            @Override
            public String endpoint() {
                return endpoint;
            }

            @Override
            public Optional<String> publicEndpoint() {
                return Optional.empty();
            }

            @Override
            public String accessKey() {
                return "key";
            }

            @Override
            public String secretKey() {
                return "secret";
            }

            @Override
            public String bucket() {
                return "darkroom";
            }

            @Override
            public String region() {
                return "us-east-1";
            }

            @Override
            public Duration timeout() {
                return Duration.ofSeconds(2);
            }

            @Override
            public Duration linkTtl() {
                return Duration.ofHours(1);
            }
        };
    }
}
