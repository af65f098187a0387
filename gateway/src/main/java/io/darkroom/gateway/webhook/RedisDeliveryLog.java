package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.wire.Json;
import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScoredValue;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
 *   <li>{@code darkroom:deliveries:{tenant}:{job}}: set of delivery ids;
 *   <li>{@code darkroom:deliveries:{tenant}}: delivery ids, sorted by the moment of the event.
 * </ul>
 */
@Singleton
public class RedisDeliveryLog implements DeliveryLog {
    private static final Logger LOG = Logger.getLogger(RedisDeliveryLog.class);
    private static final int MAX_ATTEMPTS = 50;
    private static final int MAX_ROUNDS = 20;
    private static final String DELIVERY = "delivery";
    private static final String STATE = "state";
    private static final String NEXT_AT = "next_at";

    private final RedisConnections redis;
    private final Duration retention;

    RedisDeliveryLog(RedisConnections redis, WebhookConfig config) {
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
            LOG.debugf("cannot record the attempt of %s: %s", delivery.id(), e.getMessage());
        }
    }

    /**
     * Sets the state of a replayed delivery to waiting. Never fails: replays are told apart by their number, not by
     * this state.
     */
    void reopen(Delivery delivery) {
        try {
            write(delivery, "waiting", "");
        } catch (RedisUnavailableException | RedisException e) {
            LOG.debugf("cannot record the replay of %s: %s", delivery.id(), e.getMessage());
        }
    }

    private void write(Delivery delivery, String state, String nextAt) {
        String key = key(delivery.tenant(), delivery.id());
        String all = index(delivery.tenant());
        long at = delivery.createdAt().toEpochMilli();
        var commands = redis.commands();
        List<RedisFuture<?>> answers = new ArrayList<>();
        answers.add(commands.hset(key, Map.of(DELIVERY, text(delivery), STATE, state, NEXT_AT, nextAt)));
        answers.add(commands.expire(key, retention));
        JobId job = delivery.jobId();
        if (job != null) {
            answers.add(commands.sadd(index(delivery.tenant(), job), delivery.id()));
            answers.add(commands.expire(index(delivery.tenant(), job), retention));
        }
        answers.add(commands.zadd(all, at, delivery.id()));
        answers.add(commands.zremrangebyscore(all, Range.create(0, at - retention.toMillis())));
        answers.add(commands.expire(all, retention));
        answers.forEach(redis::await);
    }

    @Override
    public boolean isDelivered(Delivery delivery) {
        try {
            List<KeyValue<String, String>> known =
                    redis.await(redis.commands().hmget(key(delivery.tenant(), delivery.id()), STATE, DELIVERY));
            return "delivered".equals(known.get(0).getValueOrElse(""))
                    && read(known.get(1).getValueOrElse("{}"), Delivery.class).replays() >= delivery.replays();
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
    public Page page(String tenant, DeliveryFilter filter, @Nullable Cursor cursor, int limit) {
        Range.Boundary<Long> from = filter.from() == null
                ? Range.Boundary.unbounded()
                : Range.Boundary.including(filter.from().toEpochMilli());
        List<Entry> found = new ArrayList<>();
        Cursor at = cursor;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Range.Boundary<Long> to = at != null
                    ? Range.Boundary.including(at.millis())
                    : filter.to() == null
                            ? Range.Boundary.unbounded()
                            : Range.Boundary.excluding(filter.to().toEpochMilli());
            Limit page = Limit.create(at == null ? 0 : at.skip(), limit);
            List<ScoredValue<String>> ids =
                    redis.await(redis.commands().zrevrangebyscoreWithScores(index(tenant), Range.from(from, to), page));
            for (ScoredValue<String> id : ids) {
                at = Cursor.after(at, (long) id.getScore());
                find(tenant, id.getValue())
                        .filter(entry -> filter.matches(entry.delivery(), entry.state()))
                        .ifPresent(found::add);
                if (found.size() == limit) {
                    return new Page(found, at);
                }
            }
            if (ids.size() < limit) {
                return new Page(found, null);
            }
        }
        return new Page(found, at);
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

    /** As {@link #find}, but also empty while Redis is unavailable. */
    Optional<Entry> lookUp(String tenant, String id) {
        try {
            return find(tenant, id);
        } catch (RedisUnavailableException | RedisException e) {
            return Optional.empty();
        }
    }

    private static String index(String tenant) {
        return "darkroom:deliveries:" + tenant;
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
