package io.darkroom.gateway.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;

/** A real receiver. Keeps what it was sent; how it answers depends on how many calls there were before. */
final class LoopbackReceiver implements AutoCloseable {
    private static final int HANG = -1;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final IntUnaryOperator answers;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

    private LoopbackReceiver(IntUnaryOperator answers) throws IOException {
        this.answers = answers;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    /** Answers the n-th call, from 0, with the n-th status; the last one from then on. */
    static LoopbackReceiver answering(int... statuses) throws IOException {
        return new LoopbackReceiver(call -> statuses[Math.min(call, statuses.length - 1)]);
    }

    static LoopbackReceiver hanging() throws IOException {
        return answering(HANG);
    }

    /** Answers 204 while it is up, 503 otherwise. */
    static LoopbackReceiver upWhen(BooleanSupplier up) throws IOException {
        return new LoopbackReceiver(call -> up.getAsBoolean() ? 204 : 503);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int before;
        synchronized (this) {
            before = calls.size();
            calls.add(new Call(HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true), body));
        }
        int status = answers.applyAsInt(before);
        if (status == HANG) {
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        } else {
            exchange.sendResponseHeaders(status, -1);
        }
        exchange.close();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    record Call(HttpHeaders headers, String body) {
        String id() {
            return headers.firstValue("webhook-id").orElse("");
        }

        /** By the sender's clock, in whole seconds. */
        Instant at() {
            return Instant.ofEpochSecond(
                    Long.parseLong(headers.firstValue("webhook-timestamp").orElseThrow()));
        }
    }
}
