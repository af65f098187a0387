package io.darkroom.chaos.proxy;

import io.darkroom.chaos.proxy.Mode.What;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** One connection through the proxy: two pumps, one on each thread. */
final class ProxyConnection {
    private static final List<String> METHODS = List.of("GET /", "PUT /", "HEAD /", "POST /", "DELETE /");
    private static final byte[] BUSY = """
            HTTP/1.1 503 Service Unavailable\r
            Content-Type: application/xml\r
            Content-Length: 83\r
            Connection: close\r
            \r
            <?xml version="1.0"?><Error><Code>SlowDown</Code><Message>planted</Message></Error>""".getBytes(StandardCharsets.US_ASCII);

    /** How soon a connection that hangs notices that it was closed. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket upstream;
    /** Whether the next answer is dropped. */
    private volatile boolean loseReply;
    /** Bytes until the connection breaks, each way; negative: never. */
    private volatile long cutRequestAfter = -1;

    private volatile long cutAnswerAfter = -1;

    ProxyConnection(FaultProxy proxy, Socket client, Socket upstream) {
        this.proxy = proxy;
        this.client = client;
        this.upstream = upstream;
    }

    /** Forwards what the client sends, until one side closes. */
    void requests() {
        byte[] buffer = new byte[16 * 1024];
        try {
            for (int n = client.getInputStream().read(buffer);
                    n >= 0;
                    n = client.getInputStream().read(buffer)) {
                if (!request(buffer, n)) {
                    return;
                }
            }
            upstream.shutdownOutput();
        } catch (IOException e) {
            reset();
        }
    }

    /** Whether the connection continues. */
    private boolean request(byte[] buffer, int n) throws IOException {
        Mode mode = proxy.mode();
        if (mode.what() == What.HANG) {
            hang();
            return false;
        }
        if (begins(buffer, n) && isHit(mode) && !hit(mode.what())) {
            return false;
        }
        long left = cutRequestAfter;
        if (left >= 0 && left <= n) {
            upstream.getOutputStream().write(buffer, 0, (int) left);
            reset();
            return false;
        }
        cutRequestAfter = left < 0 ? left : left - n;
        upstream.getOutputStream().write(buffer, 0, n);
        return true;
    }

    private boolean isHit(Mode mode) {
        return mode.what() != What.PASS && ThreadLocalRandom.current().nextDouble() < mode.chance();
    }

    /** Whether the request is forwarded. */
    private boolean hit(What what) throws IOException {
        proxy.hit();
        switch (what) {
            case UNAVAILABLE -> {
                client.getOutputStream().write(BUSY);
                client.shutdownOutput();
                drain();
                return false;
            }
            case RESET, CUT -> {
                reset();
                return false;
            }
            case LOST_REPLY -> loseReply = true;
            case CUT_BODY -> {
                long after = ThreadLocalRandom.current().nextLong(20, 2_000);
                if (ThreadLocalRandom.current().nextBoolean()) {
                    cutRequestAfter = after;
                } else {
                    cutAnswerAfter = after;
                }
            }
            case PASS, SLOW, HANG -> {}
        }
        return true;
    }

    /** Forwards what the server answers. */
    void answers() {
        byte[] buffer = new byte[16 * 1024];
        try {
            for (int n = upstream.getInputStream().read(buffer);
                    n >= 0;
                    n = upstream.getInputStream().read(buffer)) {
                if (!answer(buffer, n)) {
                    return;
                }
            }
            client.shutdownOutput();
        } catch (IOException e) {
            reset();
        }
    }

    private boolean answer(byte[] buffer, int n) throws IOException {
        Mode mode = proxy.mode();
        if (loseReply) {
            reset();
            return false;
        }
        if (mode.what() == What.HANG) {
            hang();
            return false;
        }
        if (mode.what() == What.SLOW) {
            proxy.awaitOtherThan(mode, Duration.ofMillis(mode.millis()));
        }
        long left = cutAnswerAfter;
        if (left >= 0 && left <= n) {
            client.getOutputStream().write(buffer, 0, (int) left);
            close(client);
            close(upstream);
            return false;
        }
        cutAnswerAfter = left < 0 ? left : left - n;
        client.getOutputStream().write(buffer, 0, n);
        return true;
    }

    /** Waits until the mode changes; the connection is unusable then. */
    private void hang() throws IOException {
        proxy.hit();
        for (Mode mode = proxy.mode(); mode.what() == What.HANG && !client.isClosed(); mode = proxy.mode()) {
            proxy.awaitOtherThan(mode, LONGEST);
        }
        reset();
    }

    /** A client that still sends would be reset before it has read the answer. */
    private void drain() throws IOException {
        client.setSoTimeout(500);
        byte[] rest = new byte[16 * 1024];
        try {
            while (client.getInputStream().read(rest) >= 0) {
                // Dropped.
            }
        } catch (SocketTimeoutException e) {
            // The client has sent everything.
        }
        close(client);
        close(upstream);
    }

    private static boolean begins(byte[] buffer, int n) {
        String start = new String(buffer, 0, Math.min(n, 8), StandardCharsets.US_ASCII);
        return METHODS.stream().anyMatch(start::startsWith);
    }

    void reset() {
        reset(client);
        reset(upstream);
    }

    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already.
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed already.
        }
    }
}
