package io.darkroom.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Whether a component does its work, not merely runs. Asked again and again until it says yes. */
@FunctionalInterface
public interface Readiness {
    /** False or an exception: not yet. */
    boolean isReady() throws Exception;

    /** Somebody listens on this loopback port. */
    static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
