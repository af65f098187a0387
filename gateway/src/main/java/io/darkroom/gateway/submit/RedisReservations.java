package io.darkroom.gateway.submit;

import io.darkroom.contracts.job.JobId;
import io.darkroom.gateway.platform.RedisConnections;
import io.darkroom.gateway.platform.RedisUnavailableException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lets one of many calls with the same idempotency key publish. Only a courtesy that saves work: the job id is the same for all
 * of them, so a lost reservation cannot make a second outcome.
 */
@ApplicationScoped
public class RedisReservations {
    /** Longer than any submission takes; after it, another call may go ahead. */
    static final Duration LEASE = Duration.ofSeconds(30);

    /** KEYS 1 the reservation; ARGV 1 its holder's value; deletes it if it is still the holder's. */
    private static final String RELEASE =
            "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) else return 0 end";

    private final RedisConnections redis;

    RedisReservations(RedisConnections redis) {
        this.redis = redis;
    }

    private static String key(JobId id) {
        return "darkroom:reserve:" + id.value();
    }

    /** The reservation, if nobody else holds it. */
    Optional<Reservation> take(JobId id, String fingerprint) {
        String value = fingerprint + ":" + UUID.randomUUID();
        SetArgs onlyNew = SetArgs.Builder.nx().px(LEASE.toMillis());
        boolean won = "OK".equals(redis.await(redis.commands().set(key(id), value, onlyNew)));
        return won ? Optional.of(new Reservation(id, value)) : Optional.empty();
    }

    /** The fingerprint of whoever holds the reservation; null if nobody does. */
    @Nullable
    String holder(JobId id) {
        String value = redis.await(redis.commands().get(key(id)));
        return value == null ? null : value.substring(0, value.indexOf(':'));
    }

    void release(Reservation reservation) {
        try {
            redis.await(redis.commands()
                    .<Long>eval(
                            RELEASE,
                            ScriptOutputType.INTEGER,
                            new String[] {key(reservation.id())},
                            reservation.value()));
        } catch (RedisUnavailableException e) {
            // It ends by itself when its lease does.
        }
    }

    record Reservation(JobId id, String value) {}
}
