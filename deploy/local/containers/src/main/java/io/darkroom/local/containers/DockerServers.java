package io.darkroom.local.containers;

import io.darkroom.local.backends.BrokerSettings;
import io.darkroom.local.backends.S3Access;
import io.darkroom.local.backends.ServerRuns;
import io.darkroom.local.process.Run;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.testcontainers.containers.GenericContainer;

/** The servers as containers; found by the service loader. */
public final class DockerServers implements ServerRuns {
    private static final int KAFKA = 9092;
    private static final int REDIS = 6379;
    private static final int S3 = 9000;

    @Override
    public Supplier<? extends Run> kafka(Path log, int port, Duration recordLock) {
        return new DockerServer(
                log, port, KAFKA, () -> new GenericContainer<>(Images.kafka()).withEnv(broker(port, recordLock)));
    }

    /**
     * Clients come from outside by the published port. The broker calls itself, too (the share groups' state), and that port
     * leads nowhere from inside: it has a listener of its own.
     */
    static Map<String, String> broker(int port, Duration recordLock) {
        Map<String, String> environment = new HashMap<>();
        BrokerSettings.ofOneNode(recordLock).forEach((key, value) -> environment.put(variable(key), value));
        environment.put("CLUSTER_ID", "ZGFya3Jvb20tbG9jYWwtMQ");
        environment.put("KAFKA_PROCESS_ROLES", "broker,controller");
        environment.put("KAFKA_NODE_ID", "1");
        environment.put("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093");
        environment.put(
                "KAFKA_LISTENERS", "PLAINTEXT://:" + KAFKA + ",INTERNAL://localhost:9094,CONTROLLER://localhost:9093");
        environment.put("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://127.0.0.1:" + port + ",INTERNAL://localhost:9094");
        environment.put("KAFKA_INTER_BROKER_LISTENER_NAME", "INTERNAL");
        environment.put("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER");
        environment.put(
                "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "PLAINTEXT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT");
        environment.put("KAFKA_HEAP_OPTS", "-Xmx512m -Xms256m");
        return environment;
    }

    /** The image's variable for a name of {@code server.properties}. */
    static String variable(String property) {
        return "KAFKA_" + property.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    @Override
    public Supplier<? extends Run> redis(Path log, int port) {
        return new DockerServer(
                log,
                port,
                REDIS,
                () -> new GenericContainer<>(Images.redis())
                        .withCommand("--appendonly", "yes", "--save", "", "--protected-mode", "no"));
    }

    @Override
    public Supplier<? extends Run> s3(Path log, S3Access access) {
        int port = URI.create(access.endpoint()).getPort();
        Map<String, String> environment = Map.of(
                "DARKROOM_STORE_BUCKET", access.bucket(),
                "DARKROOM_STORE_ACCESS_KEY", access.accessKey(),
                "DARKROOM_STORE_SECRET_KEY", access.secretKey());
        return new DockerServer(log, port, S3, () -> new GenericContainer<>(Images.s3()).withEnv(environment));
    }
}
