package io.darkroom.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Free loopback ports. They are chosen from below the range from which the kernel serves outgoing connections (32768 on
 * Linux, 49152 on macOS): a port of that range may be gone by the time its server binds it, or while it restarts.
 */
public final class Ports {
    static final int FIRST = 20_000;
    static final int END = 32_000;
    private static final int TRIES = 1_000;

    private final RandomGenerator random;

    public Ports(RandomGenerator random) {
        this.random = random;
    }

    public static Ports ofThisMachine() {
        return new Ports(new SecureRandom());
    }

    /**
     * One free port.
     *
     * @throws IllegalStateException if no free port is found
     */
    public int free() {
        return free(1).getFirst();
    }

    /** Different free ports. */
    public List<Integer> free(int count) {
        Set<Integer> found = new LinkedHashSet<>();
        for (int i = 0; i < TRIES && found.size() < count; i++) {
            int port = random.nextInt(FIRST, END);
            if (isFree(port)) {
                found.add(port);
            }
        }
        if (found.size() < count) {
            throw new IllegalStateException("no " + count + " free ports on loopback from " + FIRST + " to " + END);
        }
        return List.copyOf(found);
    }

    /** The preferred port if it is free, else another one. */
    public int preferring(int wanted) {
        return isFree(wanted) ? wanted : free();
    }

    public static boolean isFree(int port) {
        // On all addresses, then on loopback: a server on either of them would be in the way.
        return canBind(new InetSocketAddress(port))
                && canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static boolean canBind(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
