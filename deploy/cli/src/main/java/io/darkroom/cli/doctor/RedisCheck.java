package io.darkroom.cli.doctor;

import io.darkroom.cli.client.Trust;
import io.darkroom.cli.terminal.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A PING in Redis's own protocol. */
final class RedisCheck {
    private static final int PATIENCE_MS = 2_000;
    private static final int USUAL_PORT = 6379;

    private RedisCheck() {}

    /** @param ca PEM file of authorities to trust as well; null: none */
    static Finding ping(URI redis, @Nullable Path ca) {
        int port = redis.getPort() < 0 ? USUAL_PORT : redis.getPort();
        String where = redis.getHost() + ":" + port;
        boolean secure = "rediss".equals(redis.getScheme());
        if (redis.getHost() == null || (!secure && !"redis".equals(redis.getScheme()))) {
            return Finding.warn(
                    "Redis", redis.getScheme() + " is not checked", "give redis://HOST:PORT or rediss://HOST:PORT");
        }
        long start = System.nanoTime();
        try (Socket socket = secure ? secure(ca) : new Socket()) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.connect(new InetSocketAddress(redis.getHost(), port), PATIENCE_MS);
            if (redis.getUserInfo() != null) {
                String answer = logIn(socket, redis.getUserInfo());
                if (!answer.equals("+OK")) {
                    return Finding.bad(
                            "Redis",
                            where + " refuses the credentials: " + Text.plain(answer),
                            "check user and password");
                }
            }
            send(socket, "PING");
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

    /** The certificate must be of the host that is asked. */
    private static Socket secure(@Nullable Path ca) throws IOException {
        SSLSocketFactory sockets = ca == null
                ? (SSLSocketFactory) SSLSocketFactory.getDefault()
                : Trust.context(ca).getSocketFactory();
        SSLSocket socket = (SSLSocket) sockets.createSocket();
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** @param login {@code user:password}, or the password alone after a colon for the default user */
    private static String logIn(Socket socket, String login) throws IOException {
        int colon = login.indexOf(':');
        String user = colon < 0 ? "" : login.substring(0, colon);
        String password = login.substring(colon + 1);
        if (user.isEmpty()) {
            send(socket, "AUTH", password);
        } else {
            send(socket, "AUTH", user, password);
        }
        return line(socket.getInputStream());
    }

    private static void send(Socket socket, String... words) throws IOException {
        StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            command.append('$')
                    .append(word.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && line.length() < 200; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
