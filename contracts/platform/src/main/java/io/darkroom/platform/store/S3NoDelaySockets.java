package io.darkroom.platform.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Sockets that send at once. OkHttp writes a request's head and body in two small segments and leaves Nagle's algorithm
 * on: the second waits for the acknowledgement of the first, which the peer delays by 40 ms.
 */
final class S3NoDelaySockets extends SocketFactory {
    private static Socket eager(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        return socket;
    }

    @Override
    public Socket createSocket() throws IOException {
        return eager(new Socket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return eager(new Socket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return eager(new Socket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return eager(new Socket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return eager(new Socket(host, port, local, localPort));
    }
}
