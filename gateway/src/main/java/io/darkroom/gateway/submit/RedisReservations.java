package io.darkroom.gateway.submit;

import io.darkroom.contracts.job.JobId;
import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.lettuce.core.ScriptOutputType;
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

    /** KEYS 1 the reservation; ARGV 1 the new value, 2 a value that may be replaced, 3 the lease, ms; 1 if it is taken now. */
    private static final String TAKE = "local held = redis.call('GET', KEYS[1]) "
            + "if held and held ~= ARGV[2] then return 0 end "
            + "redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3]) return 1";

    /** KEYS 1 the reservation; ARGV 1 its holder's value, 2 the new one, 3 the lease, ms. */
    private static final String DOUBT = "if redis.call('GET', KEYS[1]) == ARGV[1] then "
            + "redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) return 1 else return 0 end";

    private final RedisConnections redis;

    RedisReservations(RedisConnections redis) {
        this.redis = redis;
    }

    private static String key(JobId id) {
        return "darkroom:reserve:" + id.value();
    }

    /** What is held for a body whose publication is in doubt: the same body may go on, any other has to wait. */
    static String doubt(String fingerprint) {
        return fingerprint + ":doubt";
    }

    /** The reservation, if nobody else holds it. */
    Optional<Reservation> take(JobId id, String fingerprint) {
        String value = fingerprint + ":" + UUID.randomUUID();
        boolean won = eval(TAKE, id, value, doubt(fingerprint), Long.toString(LEASE.toMillis())) == 1;
        return won ? Optional.of(new Reservation(id, value)) : Optional.empty();
    }

    /** Whether it was published is not known: keeps other bodies out until the lease ends, and the view tells. */
    void doubt(Reservation reservation) {
        try {
            eval(
                    DOUBT,
                    reservation.id(),
                    reservation.value(),
                    doubt(reservation.fingerprint()),
                    Long.toString(LEASE.toMillis()));
        } catch (RedisUnavailableException e) {
            // It stays as it is until its lease ends.
        }
    }

    private long eval(String script, JobId id, String... arguments) {
        return redis.await(
                redis.commands().<Long>eval(script, ScriptOutputType.INTEGER, new String[] {key(id)}, arguments));
    }

    /** The fingerprint of whoever holds the reservation; null if nobody does. */
    @Nullable
    String holder(JobId id) {
        String value = redis.await(redis.commands().get(key(id)));
        return value == null ? null : value.substring(0, value.indexOf(':'));
    }

    void release(Reservation reservation) {
        try {
            eval(RELEASE, reservation.id(), reservation.value());
        } catch (RedisUnavailableException e) {
            // It ends by itself when its lease does.
        }
    }

    record Reservation(JobId id, String value) {
        String fingerprint() {
            return value.substring(0, value.indexOf(':'));
        }
    }
}
