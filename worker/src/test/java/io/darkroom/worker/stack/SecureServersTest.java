package io.darkroom.worker.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.wire.RedisKeys;
import io.darkroom.install.Role;
import io.darkroom.local.backends.Backends;
import io.darkroom.local.backends.S3Access;
import io.darkroom.local.secure.StackSecurity;
import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.redis.RedisSettings;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.darkroom.platform.store.S3ObjectStore;
import io.darkroom.platform.store.StoreCredentials;
import io.darkroom.platform.store.StoreSettings;
import io.darkroom.platform.store.StoreUnavailableException;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.rules.UsesServers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients of store and Redis against servers with TLS and users. */
@UsesServers
class SecureServersTest {
    private static Backends backends;
    private static Path ca;

    @BeforeAll
    static void start(@TempDir Path folder) throws InterruptedException {
        StackSecurity security = StackSecurity.create(folder.resolve("tls"), Clock.systemUTC());
        ca = security.files().authority();
        backends = Backends.builder().security(security).start();
    }

    @AfterAll
    static void stop() {
        backends.close();
    }

    private static S3ObjectStore store(@Nullable Path trusted) {
        S3Access s3 = backends.s3();
        return new S3ObjectStore(
                new StoreSettings(
                        s3.endpoint(),
                        s3.endpoint(),
                        s3.bucket(),
                        "us-east-1",
                        new StoreCredentials.Keys(s3.accessKey(), s3.secretKey(), null),
                        new StoreSettings.Connection(StoreSettings.Addressing.PATH, trusted, Duration.ofSeconds(5))),
                Meters.unread());
    }

    private static RedisConnections redis(Role role, String password, @Nullable Path trusted) {
        return new RedisConnections(
                new RedisSettings(
                        backends.redis(),
                        role.user(),
                        password,
                        trusted,
                        Duration.ofSeconds(2),
                        Duration.ofMillis(100)),
                Meters.unread());
    }

    @Test
    void theStoreIsTrustedByItsAuthorityAlone() {
        assertThat(backends.s3().endpoint()).startsWith("https://");
        try (S3ObjectStore trusting = store(ca);
                S3ObjectStore stranger = store(null)) {
            trusting.put("uploads/secure", new byte[10], "image/png");
            assertThat(trusting.size("uploads/secure")).hasValue(10);
            assertThatThrownBy(() -> stranger.size("uploads/secure"))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasStackTraceContaining("PKIX path building failed");
        }
    }

    @Test
    void redisIsTrustedByItsAuthorityAloneAndLetsUsersInByTheirPasswords() {
        Map<String, String> worker = backends.environment(Role.WORKER);
        String password = worker.get("DARKROOM_REDIS_PASSWORD");
        String key = RedisKeys.worker("secure");
        try (RedisConnections trusting = redis(Role.WORKER, password, ca);
                RedisConnections stranger = redis(Role.WORKER, password, null);
                RedisConnections guessing = redis(Role.WORKER, "guessed", ca)) {
            String written = trusting.call(commands -> commands.setex(key, 10, "{}"));
            assertThat(written).isEqualTo("OK");
            assertThatThrownBy(() -> stranger.call(commands -> commands.get(key)))
                    .isInstanceOf(RedisUnavailableException.class)
                    .hasStackTraceContaining("PKIX path building failed");
            assertThatThrownBy(() -> guessing.call(commands -> commands.get(key)))
                    .isInstanceOf(RedisUnavailableException.class)
                    .hasStackTraceContaining("WRONGPASS");
        }
    }
}
