package io.darkroom.gateway.platform;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store whose connections break is unavailable, and nothing else: a client is told to come back, not of a defect. */
class S3ObjectsTest {
    private ServerSocket server;
    private S3Objects objects;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::breakEverything);
        objects = new S3Objects(config("http://127.0.0.1:" + server.getLocalPort()));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
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
