package io.darkroom.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.darkroom.gateway.outbound.OutboundException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OkHttpOutboundTest {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private OkHttpOutbound outbound;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        outbound = new OkHttpOutbound(TestConfig.LOCAL, host -> List.of(LOOPBACK), null, null);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        outbound.close();
    }

    @Test
    void fetchesFromTheCheckedAddressUnderTheOriginalHost() throws Exception {
        server.createContext("/clip.mp4", exchange -> answer(exchange, 200, "frames"));
        URI uri = URI.create("http://videos.example:" + port() + "/clip.mp4?v=1%2F2");
        OutboundResponse response = outbound.fetch(uri, 6, DEADLINE);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).asString().isEqualTo("frames");
        assertThat(seen).containsExactly("GET videos.example:" + port() + " /clip.mp4?v=1%2F2 ");
    }

    @Test
    void postsTheExactBytesAndHeadersOnce() throws Exception {
        server.createContext("/hook", exchange -> answer(exchange, 204, ""));
        OutboundResponse response = outbound.post(
                uri("/hook"), Map.of("webhook-id", "msg_1"), "{\"ä\":1}".getBytes(StandardCharsets.UTF_8), DEADLINE);
        assertThat(response.isSuccess()).isTrue();
        assertThat(seen).containsExactly("POST 127.0.0.1:" + port() + " /hook {\"ä\":1}");
    }

    @Test
    void neverFollowsARedirect() throws Exception {
        server.createContext("/target", exchange -> answer(exchange, 200, "secret"));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + port() + "/target");
            answer(exchange, exchange.getRequestURI().getQuery().equals("307") ? 307 : 302, "");
        });
        for (String status : List.of("302", "307")) {
            assertThat(outbound.fetch(uri("/moved?" + status), 10, DEADLINE).status())
                    .hasToString(status);
            assertThat(outbound.post(uri("/moved?" + status), Map.of(), new byte[0], DEADLINE)
                            .status())
                    .hasToString(status);
        }
        assertThat(seen).hasSize(4).noneMatch(line -> line.contains("/target"));
    }

    @Test
    void sendsOneRequestEvenIfTheAnswerAsksForAnother() throws Exception {
        server.createContext("/busy", exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "0");
            answer(exchange, 503, "busy");
        });
        server.createContext("/late", exchange -> answer(exchange, 408, ""));
        OutboundResponse busy = outbound.post(uri("/busy"), Map.of(), new byte[0], DEADLINE);
        assertThat(busy.status()).isEqualTo(503);
        assertThat(busy.retryAfterHeader()).contains("0");
        assertThat(outbound.post(uri("/late"), Map.of(), new byte[0], DEADLINE).status())
                .isEqualTo(408);
        assertThat(seen).hasSize(2);
    }

    @Test
    void capsAnEndlessBody() {
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write(new byte[8192]);
                }
            }
        });
        assertReason(() -> outbound.fetch(uri("/endless"), 100_000, DEADLINE), Reason.TOO_LARGE);
    }

    @Test
    void cutsTheAnswerOfAWebhookOff() throws Exception {
        server.createContext("/chatty", exchange -> answer(exchange, 500, "x".repeat(100_000)));
        OutboundResponse response = outbound.post(uri("/chatty"), Map.of(), new byte[0], DEADLINE);
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.body()).hasSize(OkHttpOutbound.RESPONSE_BYTES);
    }

    @Test
    void doesNotUnpackABodyThatIsSmallOnTheWire() throws Exception {
        server.createContext("/packed", exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            answer(exchange, 200, "not really gzip");
        });
        assertThat(outbound.fetch(uri("/packed"), 100, DEADLINE).body())
                .asString()
                .isEqualTo("not really gzip");
    }

    @Test
    void givesUpOnADrippingBodyAtTheDeadline() {
        server.createContext("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody();
                    var ticks = Executors.newSingleThreadScheduledExecutor()) {
                var dripping = ticks.scheduleAtFixedRate(() -> drip(out), 0, 20, TimeUnit.MILLISECONDS);
                dripping.get();
            } catch (Exception e) {
                // the client left, which is the point
            }
        });
        assertReason(() -> outbound.fetch(uri("/drip"), 1_000_000, Duration.ofMillis(400)), Reason.TIMEOUT);
    }

    private static void drip(OutputStream out) {
        try {
            out.write('.');
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void givesUpOnAServerThatAcceptsAndDoesNotRespond() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, LOOPBACK)) {
            URI uri = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
            long start = System.nanoTime();
            assertReason(() -> outbound.post(uri, Map.of(), new byte[10], Duration.ofMillis(300)), Reason.TIMEOUT);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void distinguishesABrokenExchangeFromATimeout() throws Exception {
        try (ServerSocket rude = new ServerSocket(0, 50, LOOPBACK)) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = rude.accept()) {
                    socket.setSoLinger(true, 0);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            URI uri = URI.create("http://127.0.0.1:" + rude.getLocalPort() + "/");
            assertReason(() -> outbound.post(uri, Map.of(), new byte[10], DEADLINE), Reason.UNREACHABLE);
        }
    }

    @Test
    void reusesNoConnectionAndResolvesForEachCall() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        Queue<InetSocketAddress> peers = new ConcurrentLinkedQueue<>();
        server.createContext("/hook", exchange -> {
            peers.add(exchange.getRemoteAddress());
            answer(exchange, 200, "");
        });
        try (Closing rebinding = new Closing(new OkHttpOutbound(
                TestConfig.LOCAL,
                host -> List.of(lookups.incrementAndGet() < 3 ? LOOPBACK : InetAddress.ofLiteral("10.0.0.1")),
                null,
                null))) {
            URI uri = URI.create("http://rebind.example:" + port() + "/hook");
            rebinding.outbound().fetch(uri, 10, DEADLINE);
            rebinding.outbound().fetch(uri, 10, DEADLINE);
            assertReason(() -> rebinding.outbound().fetch(uri, 10, DEADLINE), Reason.REFUSED);
        }
        assertThat(peers).hasSize(2).doesNotHaveDuplicates();
        assertThat(lookups).hasValue(3);
    }

    @Test
    void checksTheCertificateAgainstTheOriginalHost() throws Exception {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("hooks.example")
                .build();
        HandshakeCertificates forServer =
                new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        HandshakeCertificates forClient = new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate.certificate())
                .build();
        HttpsServer https = HttpsServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(forServer.sslContext()));
        https.createContext("/", exchange -> answer(exchange, 200, "ok"));
        https.start();
        int port = https.getAddress().getPort();
        try (Closing tls = new Closing(new OkHttpOutbound(
                TestConfig.LOCAL, host -> List.of(LOOPBACK), forClient.sslSocketFactory(), forClient.trustManager()))) {
            URI right = URI.create("https://hooks.example:" + port + "/");
            assertThat(tls.outbound().fetch(right, 10, DEADLINE).status()).isEqualTo(200);
            URI wrong = URI.create("https://other.example:" + port + "/");
            assertReason(() -> tls.outbound().fetch(wrong, 10, DEADLINE), Reason.UNREACHABLE);
            assertReason(() -> outbound.fetch(right, 10, DEADLINE), Reason.UNREACHABLE);
        } finally {
            https.stop(0);
        }
    }

    private record Closing(OkHttpOutbound outbound) implements AutoCloseable {
        @Override
        public void close() {
            outbound.close();
        }
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        seen.add(exchange.getRequestMethod() + " "
                + exchange.getRequestHeaders().getFirst("Host") + " " + exchange.getRequestURI() + " " + sent);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    private static void assertReason(ThrowingCallable call, Reason reason) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OutboundException.class,
                        e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
    }
}
