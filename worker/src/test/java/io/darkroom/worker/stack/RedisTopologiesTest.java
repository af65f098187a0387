package io.darkroom.worker.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.darkroom.local.backends.DataFolder;
import io.darkroom.local.backends.RedisBinary;
import io.darkroom.local.process.Component;
import io.darkroom.local.process.Ports;
import io.darkroom.local.process.ProcessSpec;
import io.darkroom.local.process.Readiness;
import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.redis.RedisSettings;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.rules.UsesServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several Redis servers: a group that sentinels watch is supported, a cluster is refused. */
@UsesServers
class RedisTopologiesTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<Component> servers = new ArrayList<>();
    private DataFolder folder;
    private Path program;

    @BeforeEach
    void findRedis() {
        folder = DataFolder.temporary();
        program = RedisBinary.find(folder.resolve("bin"));
    }

    @AfterEach
    void stop() {
        servers.forEach(Component::stop);
        folder.close();
    }

    private Component start(String name, int port, String settings, String... arguments) throws InterruptedException {
        Path own = folder.writePrivately(name + "/redis.conf", "port " + port + "\nbind 127.0.0.1\n" + settings);
        List<String> command = new ArrayList<>(List.of(program.toString(), own.toString()));
        command.addAll(List.of(arguments));
        Component server = new Component(
                ProcessSpec.of(name, command, own.getParent(), folder.logs().resolve(name + ".log")),
                () -> Readiness.listens(port),
                LONG,
                false,
                notice -> {});
        servers.add(server);
        server.restart();
        return server;
    }

    @Test
    void afterAFailoverTheConnectionsGoOnWithTheNewMaster() throws Exception {
        List<Integer> ports = Ports.ofThisMachine().free(3);
        Component master = start("master", ports.get(0), "");
        start("replica", ports.get(1), "replicaof 127.0.0.1 " + ports.get(0) + "\n");
        try (RedisClient watcher = RedisClient.create()) {
            awaitReplica(watcher, ports.get(1));
            startSentinel(ports.get(0), ports.get(2));
            awaitKnownReplica(watcher, ports.get(2));
        }
        RedisSettings group = RedisSettings.of("redis-sentinel://127.0.0.1:" + ports.get(2) + "/0#master");
        try (RedisConnections redis = new RedisConnections(group, Meters.unread())) {
            redis.call(commands -> commands.set("before", "1"));
            long copies = redis.call(commands -> commands.waitForReplication(1, 300));
            assertThat(copies).isEqualTo(1);
            master.kill9();
            await().atMost(LONG)
                    .ignoreException(RedisUnavailableException.class)
                    .until(() -> redis.call(commands -> commands.set("after", "2")), "OK"::equals);
            String kept = redis.call(commands -> commands.get("before"));
            assertThat(kept).isEqualTo("1");
        }
    }

    private void startSentinel(int master, int port) throws InterruptedException {
        start("sentinel", port, """
                sentinel monitor master 127.0.0.1 %d 1
                sentinel down-after-milliseconds master 1000
                sentinel failover-timeout master 5000
                """.formatted(master), "--sentinel");
    }

    private static void awaitReplica(RedisClient client, int port) {
        try (var connection = client.connect(RedisURI.create("redis://127.0.0.1:" + port))) {
            await().atMost(LONG)
                    .until(() -> connection.sync().info("replication").contains("master_link_status:up"));
        }
    }

    private static void awaitKnownReplica(RedisClient client, int port) {
        try (var connection = client.connectSentinel(RedisURI.create("redis://127.0.0.1:" + port))) {
            await().atMost(LONG).until(() -> !connection.sync().slaves("master").isEmpty());
        }
    }

    @Test
    void aClusterIsNamedAsWhatIsNotSupported() throws Exception {
        int port = Ports.ofThisMachine().free();
        start("node", port, "cluster-enabled yes\n");
        try (RedisConnections redis =
                new RedisConnections(RedisSettings.of("redis://127.0.0.1:" + port), Meters.unread())) {
            assertThatThrownBy(() -> redis.call(commands -> commands.get("darkroom:job:1")))
                    .isInstanceOf(RedisUnavailableException.class)
                    .hasMessageContaining("Redis Cluster, which is not supported");
        }
    }
}
