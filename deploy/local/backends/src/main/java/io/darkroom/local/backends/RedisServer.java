package io.darkroom.local.backends;

import io.darkroom.local.process.ProcessSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Redis: the one on the PATH if it is new enough, else the program that the embedded-redis library carries. */
record RedisServer(DataFolder folder, int port) {
    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    ProcessSpec spec() {
        Path base = folder.resolve("redis");
        try {
            Files.createDirectories(base);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + base, e);
        }
        List<String> command = List.of(
                RedisBinary.find(folder.resolve("bin")).toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                base.toString(),
                "--appendonly",
                "yes",
                "--save",
                "");
        return ProcessSpec.of(Backends.REDIS, command, base, folder.logs().resolve("redis.log"))
                .withOrphanDelay(Backends.OUTLIVES_CLIENTS)
                .withGrace(Duration.ofSeconds(5));
    }

    /** PING, which is refused while Redis still loads its file. */
    boolean isReady() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(5), StandardCharsets.US_ASCII).equals("+PONG");
        }
    }
}
