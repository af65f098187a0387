package io.darkroom.cli.doctor;

import io.darkroom.cli.terminal.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A PING in Redis's own protocol. TLS is left to Redis's own tools. */
final class RedisCheck {
    private static final int PATIENCE_MS = 2_000;
    private static final int USUAL_PORT = 6379;

    private RedisCheck() {}

    static Finding ping(URI redis) {
        String where = redis.getHost() + ":" + (redis.getPort() < 0 ? USUAL_PORT : redis.getPort());
        if (!"redis".equals(redis.getScheme()) || redis.getHost() == null) {
            return Finding.warn(
                    "Redis", redis.getScheme() + " is not checked", "give redis://HOST:PORT, or use redis-cli --tls");
        }
        long start = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.connect(
                    new InetSocketAddress(redis.getHost(), redis.getPort() < 0 ? USUAL_PORT : redis.getPort()),
                    PATIENCE_MS);
            String password = redis.getUserInfo();
            if (password != null) {
                String secret = password.substring(password.indexOf(':') + 1);
                send(
                        socket,
                        "*2\r\n$4\r\nAUTH\r\n$" + secret.getBytes(StandardCharsets.UTF_8).length + "\r\n" + secret
                                + "\r\n");
                String answer = line(socket.getInputStream());
                if (!answer.equals("+OK")) {
                    return Finding.bad(
                            "Redis", where + " refuses the credentials: " + Text.plain(answer), "check the password");
                }
            }
            send(socket, "*1\r\n$4\r\nPING\r\n");
            String answer = line(socket.getInputStream());
            String took = Text.duration(Duration.ofNanos(System.nanoTime() - start));
            return answer.equals("+PONG")
                    ? Finding.fine("Redis", where + " answers in " + took)
                    : Finding.bad(
                            "Redis", where + " answers " + Text.plain(answer), "docs/runbooks/redis-unreachable.md");
        } catch (IOException e) {
            return Finding.bad(
                    "Redis",
                    where + " does not answer: " + EdgeChecks.message(e),
                    "docs/runbooks/redis-unreachable.md");
        }
    }

    private static void send(Socket socket, String command) throws IOException {
        socket.getOutputStream().write(command.getBytes(StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && line.length() < 200; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
