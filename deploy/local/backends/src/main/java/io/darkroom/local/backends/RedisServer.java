package io.darkroom.local.backends;

import io.darkroom.local.process.ProcessSpec;
import io.darkroom.local.secure.RedisTls;
import io.darkroom.local.secure.StackSecurity;
import io.darkroom.local.secure.TlsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Redis: the one on the PATH if it is new enough, else the program that the embedded-redis library carries. */
record RedisServer(DataFolder folder, int port, @Nullable StackSecurity security) {
    RedisAccess access() {
        return new RedisAccess(
                port,
                security == null
                        ? null
                        : new RedisAccess.Login(
                                TlsFiles.OPERATOR,
                                security.redisOperatorPassword(),
                                security.files().authority(),
                                security.trust()));
    }

    /**
     * The command to run.
     *
     * @throws IllegalStateException if TLS is wanted from a program that was built without it
     */
    ProcessSpec spec() {
        Path base = folder.resolve("redis");
        try {
            Files.createDirectories(base);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + base, e);
        }
        Path program = RedisBinary.find(folder.resolve("bin"));
        List<String> command = new ArrayList<>(List.of(program.toString(), "--bind", "127.0.0.1"));
        command.addAll(List.of("--dir", base.toString(), "--appendonly", "yes", "--save", ""));
        command.addAll(listening(program));
        return ProcessSpec.of(Backends.REDIS, command, base, folder.logs().resolve("redis.log"))
                .withOrphanDelay(Backends.OUTLIVES_CLIENTS)
                .withGrace(Duration.ofSeconds(5));
    }

    private List<String> listening(Path program) {
        if (security == null) {
            return List.of("--port", Integer.toString(port));
        }
        if (!RedisTls.isIn(program)) {
            throw new IllegalStateException(
                    program + " was built without TLS; a secure stack needs another redis-server"
                            + " first on the PATH, or none");
        }
        Path users = folder.writePrivately("conf/redis.acl", security.redisUsers());
        return RedisTls.arguments(security.files(), port, users);
    }

    /** PING, which is refused while Redis still loads its file. */
    boolean isReady() throws IOException {
        try (Socket socket = access().connect()) {
            return RedisAccess.ask(socket, "PING", 5).equals("+PONG");
        }
    }
}
