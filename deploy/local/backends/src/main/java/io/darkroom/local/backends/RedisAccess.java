package io.darkroom.local.backends;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How to reach Redis as a user who may do everything.
 *
 * @param login null: neither TLS nor users
 */
public record RedisAccess(int port, @Nullable Login login) {
    private static final int CONNECT_MILLIS = 500;
    private static final int ANSWER_MILLIS = 1_000;

    /**
     * @param ca PEM file of what has to be trusted
     * @param trust the same for the JDK's sockets
     */
    public record Login(String user, String password, Path ca, SSLContext trust) {
        /** Without the password. */
        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }

    public String uri() {
        return (login == null ? "redis" : "rediss") + "://127.0.0.1:" + port;
    }

    /**
     * A connection that has logged in, for inline commands.
     *
     * @throws IOException if Redis is away, still loads its file or refuses the user
     */
    public Socket connect() throws IOException {
        Login user = login;
        Socket socket =
                user == null ? new Socket() : user.trust().getSocketFactory().createSocket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            if (user != null) {
                String answer = ask(socket, "AUTH " + user.user() + " " + user.password(), 3);
                if (!answer.equals("+OK")) {
                    throw new IOException("Redis refuses " + user);
                }
                socket.getInputStream().readNBytes(2);
            }
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The first bytes of an answer. */
    static String ask(Socket socket, String command, int bytes) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
    }
}
