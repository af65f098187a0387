package io.darkroom.local.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.install.Role;
import io.darkroom.local.backends.Checkout;
import io.darkroom.local.backends.DataFolder;
import io.darkroom.local.backends.RedisBinary;
import io.darkroom.local.process.Component;
import io.darkroom.local.process.Ports;
import io.darkroom.local.process.ProcessSpec;
import io.darkroom.local.process.Readiness;
import io.darkroom.rules.UsesServers;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real Redis with TLS and the users. */
@UsesServers
class RedisAclsTest {
    private static DataFolder folder;
    private static Component redis;
    private static TlsFiles files;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        folder = DataFolder.temporary();
        files = OkHttpCertificates.issue(folder.resolve("tls"), Clock.systemUTC())
                .files();
        port = Ports.ofThisMachine().free();
        Path program = RedisBinary.find(folder.resolve("bin"));
        assertThat(RedisTls.isIn(program)).as(program + " was built with TLS").isTrue();
        String users = RedisAcls.file(
                Map.of(Role.GATEWAY, "gateway-secret", Role.WORKER, "worker-secret", Role.INSTALLER, "unused"),
                TlsFiles.OPERATOR,
                "operator-secret");
        List<String> command = new ArrayList<>(List.of(program.toString(), "--bind", "127.0.0.1", "--save", ""));
        command.addAll(RedisTls.arguments(files, port, folder.writePrivately("conf/redis.acl", users)));
        redis = new Component(
                ProcessSpec.of("redis", command, folder.root(), folder.logs().resolve("redis.log")),
                () -> Readiness.listens(port),
                Duration.ofSeconds(20),
                false,
                notice -> {});
        redis.restart();
    }

    @AfterAll
    static void stop() {
        redis.stop();
        folder.close();
    }

    @Test
    void aGatewayKeepsViewsAndAnnouncesThem() {
        as("darkroom-gateway", "gateway-secret", commands -> {
            String script =
                    "redis.call('HSET', KEYS[1], 'state', 'queued') redis.call('PUBLISH', ARGV[1], '1') return 1";
            assertThat(commands.<Long>eval(
                            script, ScriptOutputType.INTEGER, new String[] {"darkroom:job:1"}, "darkroom:announce:1"))
                    .isEqualTo(1);
            assertThat(commands.hgetall("darkroom:job:1")).containsEntry("state", "queued");
            assertNotPermitted(() -> commands.publish("news", "1"));
            assertNotPermitted(() -> commands.get("foreign"));
            assertNotPermitted(commands::flushall);
            assertNotPermitted(() -> commands.keys("*"));
            assertNotPermitted(() -> commands.configGet("*"));
            assertNotPermitted(commands::aclUsers);
        });
    }

    @Test
    void aWorkerReadsViewsAndFlagsAndReportsItself() {
        as("darkroom-worker", "worker-secret", commands -> {
            commands.setex("darkroom:worker:worker-1", 10, "{}");
            commands.setex("darkroom:tried:2", 10, "1");
            assertThat(commands.hgetall("darkroom:job:2")).isEmpty();
            assertThat(commands.mget("darkroom:cancel:1", "darkroom:cancel:2")).hasSize(2);
            assertThat(commands.get("darkroom:leave:worker-1")).isNull();
            assertThat(commands.del("darkroom:worker:worker-1")).isEqualTo(1);
            assertNotPermitted(() -> commands.get("darkroom:reserve:1"));
            assertNotPermitted(() -> commands.hset("darkroom:job:2", "state", "succeeded"));
            assertNotPermitted(() -> commands.publish("darkroom:announce:1", "1"));
            assertNotPermitted(() -> commands.eval("return 1", ScriptOutputType.INTEGER));
        });
    }

    @Test
    void onlyUsersWithTheirPasswordsAreLetInAndOnlyByTls() {
        assertThatThrownBy(() -> as("darkroom-worker", "guessed", commands -> commands.get("darkroom:job:1")))
                .isInstanceOf(RedisConnectionException.class)
                .hasRootCauseMessage("WRONGPASS invalid username-password pair or user is disabled.");
        assertThatThrownBy(() -> as("darkroom-installer", "unused", RedisCommands::ping))
                .isInstanceOf(RedisConnectionException.class);
        RedisURI plain = RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(port)
                .withTimeout(Duration.ofSeconds(2))
                .build();
        try (RedisClient client = RedisClient.create(plain)) {
            assertThatThrownBy(client::connect).isInstanceOf(RedisConnectionException.class);
        }
    }

    @Test
    void theHowToListsTheseUsers() throws Exception {
        String text = Files.readString(Checkout.find().root().resolve("docs/how-to/secure.md"));
        for (Role role : List.of(Role.GATEWAY, Role.WORKER)) {
            assertThat(text).contains(RedisAcls.command(role, role.user()) + "\n");
        }
    }

    private static void assertNotPermitted(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(RedisCommandExecutionException.class)
                .hasMessageStartingWith("NOPERM");
    }

    private static void as(String user, String password, Consumer<RedisCommands<String, String>> use) {
        RedisURI uri = RedisURI.create("rediss://" + user + ":" + password + "@127.0.0.1:" + port);
        try (RedisClient client = RedisClient.create(uri)) {
            client.setOptions(ClientOptions.builder()
                    .sslOptions(SslOptions.builder()
                            .trustManager(files.authority().toFile())
                            .build())
                    .build());
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                use.accept(connection.sync());
            }
        }
    }
}
