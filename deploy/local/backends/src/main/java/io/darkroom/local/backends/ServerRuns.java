package io.darkroom.local.backends;

import io.darkroom.local.process.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/**
 * Another way to run the three servers than as child processes; each is reached at the same place on the loopback address, and
 * a second start finds the data of the first. Found by the service loader where {@link #PROPERTY} is true.
 */
public interface ServerRuns {
    /** System property: whether servers of tests run as containers. Default: no, as processes. */
    String PROPERTY = "darkroom.test.containers";

    /** A broker of one node at this port of 127.0.0.1, with {@link BrokerSettings#ofOneNode}. */
    Supplier<? extends Run> kafka(Path log, int port, Duration recordLock);

    /** A Redis that keeps its keys, at this port. */
    Supplier<? extends Run> redis(Path log, int port);

    /** An S3 server with the bucket, at the port of the endpoint. */
    Supplier<? extends Run> s3(Path log, S3Access access);

    /** The configured one; empty: child processes, also where no module of the class path runs containers. */
    static Optional<ServerRuns> configured() {
        return Boolean.getBoolean(PROPERTY)
                ? ServiceLoader.load(ServerRuns.class, ServerRuns.class.getClassLoader())
                        .findFirst()
                : Optional.empty();
    }
}
