package io.darkroom.chaos.watch;

import io.darkroom.contracts.fleet.WorkerStatus;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.RedisKeys;
import io.darkroom.local.backends.RedisAccess;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads Redis, and flushes it. Each call has a connection of its own. */
public final class RedisProbe implements AutoCloseable {
    private final RedisClient client;

    /** @param server asked directly, by a user who may do everything */
    public RedisProbe(RedisAccess server) {
        RedisURI address = RedisURI.create(server.uri());
        address.setTimeout(Duration.ofSeconds(30));
        client = RedisClient.create(address);
        RedisAccess.Login login = server.login();
        if (login != null) {
            address.setCredentialsProvider(RedisCredentialsProvider.from(
                    () -> RedisCredentials.just(login.user(), login.password().toCharArray())));
            client.setOptions(ClientOptions.builder()
                    .sslOptions(SslOptions.builder()
                            .jdkSslProvider()
                            .trustManager(login.ca().toFile())
                            .build())
                    .build());
        }
    }

    /** FLUSHALL. */
    public void flush() {
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            connection.sync().flushall();
        }
    }

    /** Slots that hold a job, by worker, as the workers report. */
    public Map<String, Integer> busySlots() {
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            RedisCommands<String, String> commands = connection.sync();
            Map<String, Integer> busy = new HashMap<>();
            for (String key : commands.keys(RedisKeys.WORKERS)) {
                String value = commands.get(key);
                if (value != null) {
                    WorkerStatus status = Json.decode(value.getBytes(StandardCharsets.UTF_8), WorkerStatus.class);
                    busy.put(status.worker(), status.busy());
                }
            }
            return busy;
        }
    }

    /** Keys of reservations. */
    public List<String> reservations() {
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return connection.sync().keys("darkroom:reserve:*");
        }
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
