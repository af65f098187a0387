package io.darkroom.chaos.proxy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Listens on a loopback port and forwards to a target that may be set later. */
public final class FaultProxy implements AutoCloseable {
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<ProxyConnection> wires = ConcurrentHashMap.newKeySet();
    private final AtomicLong hits = new AtomicLong();
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile @Nullable InetSocketAddress target;
    private volatile Mode mode = Mode.PASS;
    private volatile @Nullable Tls tls;

    /** Both sides of a wire that is encrypted on each of them and read in between. */
    private record Tls(SSLContext server, SSLContext client) {}

    public FaultProxy() {
        try {
            server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on loopback", e);
        }
        threads.execute(this::listen);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Until this is called every connection is reset. */
    public void target(String host, int port) {
        target = new InetSocketAddress(host, port);
    }

    /**
     * From now on TLS on both sides, so that requests can be told apart.
     *
     * @param server shows a certificate to clients
     * @param client trusts that of the target
     */
    public void secure(SSLContext server, SSLContext client) {
        tls = new Tls(server, client);
    }

    /** From now on. A cut also resets the connections that are open. */
    public void mode(Mode next) {
        lock.lock();
        try {
            mode = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (next.what() == Mode.What.CUT) {
            wires.forEach(ProxyConnection::reset);
        }
    }

    Mode mode() {
        return mode;
    }

    /** Waits for another mode, the end of the proxy or so long. */
    void awaitOtherThan(Mode now, Duration longest) throws IOException {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (mode.equals(now) && left > 0 && !server.isClosed()) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the proxy ends");
        } finally {
            lock.unlock();
        }
    }

    /** Requests and connections that were hit since the start. */
    public long hits() {
        return hits.get();
    }

    void hit() {
        hits.incrementAndGet();
    }

    private void listen() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                threads.execute(() -> connect(client));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException("cannot accept", e);
                }
            }
        }
    }

    private void connect(Socket client) {
        InetSocketAddress to = target;
        if (to == null || mode.what() == Mode.What.CUT) {
            hit();
            ProxyConnection.reset(client);
            return;
        }
        Socket upstream = new Socket();
        ProxyConnection wire;
        try {
            upstream.connect(to, 5_000);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            Tls both = tls;
            wire = both == null ? new ProxyConnection(this, client, upstream) : secured(both, client, upstream, to);
        } catch (IOException e) {
            ProxyConnection.reset(client);
            ProxyConnection.reset(upstream);
            return;
        }
        wires.add(wire);
        threads.execute(wire::answers);
        try {
            wire.requests();
        } finally {
            wires.remove(wire);
        }
    }

    private ProxyConnection secured(Tls both, Socket client, Socket upstream, InetSocketAddress to) throws IOException {
        SSLSocket shown = (SSLSocket) both.server().getSocketFactory().createSocket(client, null, true);
        SSLSocket trusted = (SSLSocket)
                both.client().getSocketFactory().createSocket(upstream, to.getHostString(), to.getPort(), true);
        return new ProxyConnection(this, shown, trusted);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            // Closed as far as it matters here.
        }
        wires.forEach(ProxyConnection::reset);
        threads.shutdownNow();
    }
}
