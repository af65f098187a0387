package io.darkroom.gateway.notify;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.wire.Json;
import io.darkroom.gateway.platform.RedisConnections;
import io.darkroom.gateway.platform.RedisUnavailableException;
import io.lettuce.core.RedisException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The log of attempts. Keys, all of which expire:
 *
 * <ul>
 *   <li>{@code darkroom:delivery:{tenant}:{id}}: hash of {@code delivery} (JSON), {@code state}, {@code next_at};
 *   <li>{@code …:attempts}: list of {@code Attempt} (JSON), oldest first, the last {@value #MAX_ATTEMPTS};
 *   <li>{@code darkroom:deliveries:{tenant}:{job}}: set of delivery ids.
 * </ul>
 */
@Singleton
public class RedisDeliveryLog implements DeliveryLog {
    private static final Logger LOG = Logger.getLogger(RedisDeliveryLog.class);
    private static final int MAX_ATTEMPTS = 50;
    private static final String DELIVERY = "delivery";
    private static final String STATE = "state";
    private static final String NEXT_AT = "next_at";

    private final RedisConnections redis;
    private final Duration retention;

    RedisDeliveryLog(RedisConnections redis, NotifyConfig config) {
        this.redis = redis;
        this.retention = config.logRetention();
    }

    @Override
    public void record(Delivery delivery, @Nullable Attempt attempt, Settlement settlement) {
        try {
            String next = settlement instanceof Settlement.Again again
                    ? String.valueOf(again.delivery().dueAt())
                    : "";
            write(delivery, settlement.wireName(), next);
            if (attempt != null) {
                String attempts = key(delivery.tenant(), delivery.id()) + ":attempts";
                var commands = redis.commands();
                var pushed = commands.rpush(attempts, text(attempt));
                var trimmed = commands.ltrim(attempts, -MAX_ATTEMPTS, -1);
                var expiry = commands.expire(attempts, retention);
                redis.await(pushed);
                redis.await(trimmed);
                redis.await(expiry);
            }
        } catch (RedisUnavailableException | RedisException e) {
            LOG.debugf("the attempt of %s is not logged: %s", delivery.id(), e.getMessage());
        }
    }

    /**
     * Takes back that it was delivered, so that a replay is sent.
     *
     * @throws RedisUnavailableException if it cannot be written
     */
    void reopen(Delivery delivery) {
        write(delivery, "waiting", "");
    }

    private void write(Delivery delivery, String state, String nextAt) {
        String key = key(delivery.tenant(), delivery.id());
        String index = index(delivery.tenant(), delivery.jobId());
        var commands = redis.commands();
        var hash = commands.hset(key, Map.of(DELIVERY, text(delivery), STATE, state, NEXT_AT, nextAt));
        var expiry = commands.expire(key, retention);
        var added = commands.sadd(index, delivery.id());
        var indexExpiry = commands.expire(index, retention);
        redis.await(hash);
        redis.await(expiry);
        redis.await(added);
        redis.await(indexExpiry);
    }

    @Override
    public boolean isDelivered(Delivery delivery) {
        try {
            return "delivered".equals(redis.await(redis.commands().hget(key(delivery.tenant(), delivery.id()), STATE)));
        } catch (RedisUnavailableException | RedisException e) {
            return false;
        }
    }

    @Override
    public List<Entry> ofJob(String tenant, JobId job) {
        return redis.await(redis.commands().smembers(index(tenant, job))).stream()
                .map(id -> find(tenant, id))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing((Entry entry) -> entry.delivery().createdAt())
                        .thenComparing(entry -> entry.delivery().id()))
                .toList();
    }

    @Override
    public Optional<Entry> find(String tenant, String id) {
        Map<String, String> hash = redis.await(redis.commands().hgetall(key(tenant, id)));
        String delivery = hash.get(DELIVERY);
        if (delivery == null) {
            return Optional.empty();
        }
        List<Attempt> attempts = redis.await(redis.commands().lrange(key(tenant, id) + ":attempts", 0, -1)).stream()
                .map(text -> read(text, Attempt.class))
                .toList();
        String next = hash.getOrDefault(NEXT_AT, "");
        return Optional.of(new Entry(
                read(delivery, Delivery.class),
                hash.getOrDefault(STATE, "waiting"),
                next.isEmpty() ? null : Instant.parse(next),
                attempts));
    }

    private static String key(String tenant, String id) {
        return "darkroom:delivery:" + tenant + ":" + id;
    }

    private static String index(String tenant, JobId job) {
        return "darkroom:deliveries:" + tenant + ":" + job.value();
    }

    private static String text(Object message) {
        return new String(Json.encode(message), StandardCharsets.UTF_8);
    }

    private static <T> T read(String text, Class<T> type) {
        return Json.decode(text.getBytes(StandardCharsets.UTF_8), type);
    }
}
