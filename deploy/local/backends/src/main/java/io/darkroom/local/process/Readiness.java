package io.darkroom.local.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Whether a component works, not merely runs. Polled until it is true. */
@FunctionalInterface
public interface Readiness {
    /** False or an exception: not yet. */
    boolean isReady() throws Exception;

    /**
     * The status of a plain GET; the body is dropped. Without an HTTP client's threads: it is called many times a second.
     *
     * @throws IOException if there is no answer within seconds
     */
    static int httpStatus(URI uri) throws IOException {
        return httpStatus(uri, null);
    }

    /**
     * The same from a server whose certificate only this context trusts.
     *
     * @param trust null: what the JDK trusts
     */
    static int httpStatus(URI uri, @Nullable SSLContext trust) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        if (trust != null && connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(trust.getSocketFactory());
        }
        connection.setConnectTimeout(1_000);
        connection.setReadTimeout(5_000);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    /** Whether a server listens on this loopback port. */
    static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
