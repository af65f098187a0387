package io.darkroom.chaos.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private static final String LONG = "x".repeat(5_000);

    private final AtomicInteger served = new AtomicInteger();
    private final FaultProxy proxy = new FaultProxy();
    private HttpClient client;
    private HttpServer server;
    private String base;

    HttpServer listen(InetSocketAddress any) throws IOException {
        return HttpServer.create(any, 10);
    }

    HttpClient.Builder client() {
        return HttpClient.newBuilder();
    }

    /** The proxy's own address, without the port. */
    String prepare(FaultProxy made) {
        return "http://127.0.0.1:";
    }

    @BeforeEach
    void start() throws IOException {
        server = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        base = prepare(proxy);
        client = client().version(HttpClient.Version.HTTP_1_1).build();
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                if (body.length == LONG.length()) {
                    served.incrementAndGet();
                }
                exchange.sendResponseHeaders(200, LONG.length());
                exchange.getResponseBody().write(LONG.getBytes());
            }
        });
        server.start();
        proxy.target("127.0.0.1", server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        proxy.close();
        server.stop(0);
    }

    private HttpResponse<String> put() throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(base + proxy.port() + "/object"))
                        .timeout(Duration.ofSeconds(2))
                        .PUT(HttpRequest.BodyPublishers.ofString(LONG))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void passesEverythingOnAsItIs() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(put().body()).isEqualTo(LONG);
        }
        assertThat(served).hasValue(20);
        assertThat(proxy.hits()).isZero();
    }

    @Test
    void unavailableAnswers503AndTheServerSeesNothing() throws Exception {
        assertThat(put().statusCode()).isEqualTo(200);
        proxy.mode(new Mode(Mode.What.UNAVAILABLE, 1, 0));
        HttpResponse<String> answer = put();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("<Code>SlowDown</Code>");
        proxy.mode(Mode.PASS);
        assertThat(put().statusCode()).isEqualTo(200);
        assertThat(served).hasValue(2);
    }

    @Test
    void aResetRequestDoesNotReachTheServer() {
        proxy.mode(new Mode(Mode.What.RESET, 1, 0));
        assertThatThrownBy(this::put).isInstanceOf(IOException.class);
        assertThat(served).hasValue(0);
    }

    @Test
    void aLostReplyIsThatOfARequestThatTookEffect() {
        proxy.mode(new Mode(Mode.What.LOST_REPLY, 1, 0));
        assertThatThrownBy(this::put).isInstanceOf(IOException.class);
        await().until(() -> served.get() == 1);
    }

    @Test
    void aCutBodyIsNeverTakenForAWholeOne() {
        proxy.mode(new Mode(Mode.What.CUT_BODY, 1, 0));
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(this::put).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aHangingWireIsResetWhenItIsHealed() {
        proxy.mode(new Mode(Mode.What.HANG, 1, 0));
        assertThatThrownBy(this::put).isInstanceOf(HttpTimeoutException.class);
        assertThat(served).hasValue(0);
    }

    @Test
    void aCutResetsWhatIsOpenAndLetsNothingNewThrough() throws Exception {
        put();
        proxy.mode(new Mode(Mode.What.CUT, 1, 0));
        assertThatThrownBy(this::put).isInstanceOf(IOException.class);
        proxy.mode(Mode.PASS);
        assertThat(put().statusCode()).isEqualTo(200);
    }

    @Test
    void aSlowWireIsLate() throws Exception {
        proxy.mode(new Mode(Mode.What.SLOW, 1, 300));
        long start = System.nanoTime();
        put();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }
}
