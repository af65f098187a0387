package io.darkroom.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.darkroom.chaos.history.Receipt;
import io.darkroom.chaos.history.Recorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A receiver of webhooks with an address for each intent. */
public final class WebhookReceiver implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PATH = "/hook/";
    /** Longer than the gateway waits. */
    private static final long SLOW_SECONDS = 4;

    /** How the receiver behaves. */
    public enum Behaviour {
        NORMAL,
        /** Connections are refused. */
        DOWN,
        ERROR_500,
        SLOW,
        /** Reads and closes. */
        RESET
    }

    private final Recorder recorder;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final InetSocketAddress address;
    private HttpServer server;
    private volatile Behaviour behaviour = Behaviour.NORMAL;
    private volatile @Nullable Signatures signatures;

    public WebhookReceiver(Recorder recorder) {
        this.recorder = recorder;
        server = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.getAddress().getPort());
    }

    private HttpServer listen(InetSocketAddress at) {
        try {
            HttpServer listening = HttpServer.create(at, 200);
            listening.setExecutor(threads);
            listening.createContext(PATH, this::take);
            listening.start();
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + at + ": " + e.getMessage(), e);
        }
    }

    String address(String intent) {
        return "http://127.0.0.1:" + address.getPort() + PATH + intent;
    }

    /** Sets the secret that webhooks are signed with. */
    public void secret(String secret) {
        signatures = new Signatures(secret);
    }

    public synchronized void behaviour(Behaviour next) {
        if (next == Behaviour.DOWN && behaviour != Behaviour.DOWN) {
            server.stop(0);
        } else if (next != Behaviour.DOWN && behaviour == Behaviour.DOWN) {
            server = listen(address);
        }
        behaviour = next;
    }

    private void take(HttpExchange exchange) throws IOException {
        Behaviour now = behaviour;
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            int status = switch (now) {
                case NORMAL -> 204;
                case ERROR_500 -> 500;
                case SLOW -> 204;
                case RESET, DOWN -> 0;
            };
            if (now == Behaviour.SLOW && closed.await(SLOW_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
            if (status != 0) {
                exchange.sendResponseHeaders(status, -1);
            }
            // A slow answer comes after the caller has given up, so it acknowledges nothing.
            recorder.receipt(receipt(exchange, body, now == Behaviour.SLOW ? 0 : status));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Receipt receipt(HttpExchange exchange, byte[] body, int status) throws IOException {
        JsonNode json = MAPPER.readTree(body);
        Signatures known = signatures;
        return new Receipt(
                String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id")),
                exchange.getRequestURI().getPath().substring(PATH.length()),
                recorder.now(),
                status,
                sha256(body),
                json.path("type").asText(),
                text(json.path("data").path("id")),
                text(json.path("data").path("state")),
                known != null
                        && known.isRight(
                                exchange.getRequestHeaders().getFirst("webhook-id"),
                                exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                                exchange.getRequestHeaders().getFirst("webhook-signature"),
                                body));
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public synchronized void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
