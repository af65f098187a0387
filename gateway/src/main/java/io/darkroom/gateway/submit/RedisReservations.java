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
 * Lets only one of several calls with the same idempotency key publish. An optimisation: all of them use the same job
 * id, so a lost reservation cannot lead to a second outcome.
 */
@ApplicationScoped
public class RedisReservations {
    /** Longer than any submission accepts; after it, another call may proceed. */
    static final Duration LEASE = Duration.ofSeconds(30);

    /** KEYS 1 the reservation; ARGV 1 its holder's value; deletes it if the holder still has it. */
    private static final String RELEASE =
            "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) else return 0 end";

    /**
     * KEYS 1 the reservation; ARGV 1 the new value, 2 a value that may be replaced, 3 the lease in ms; returns 1 if
     * acquired.
     */
    private static final String ACQUIRE = "local held = redis.call('GET', KEYS[1]) "
            + "if held and held ~= ARGV[2] then return 0 end "
            + "redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3]) return 1";

    /** KEYS 1 the reservation; ARGV 1 its holder's value, 2 the new value, 3 the lease in ms; returns 1 if replaced. */
    private static final String DOUBT = "if redis.call('GET', KEYS[1]) == ARGV[1] then "
            + "redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) return 1 else return 0 end";

    private final RedisConnections redis;

    RedisReservations(RedisConnections redis) {
        this.redis = redis;
    }

    private static String key(JobId id) {
        return "darkroom:reserve:" + id.value();
    }

    /**
     * Value of a reservation whose publication is in doubt: a call with the same body may acquire it, any other has to
     * wait.
     */
    static String doubt(String fingerprint) {
        return fingerprint + ":doubt";
    }

    /** The reservation; empty if another call holds it. */
    Optional<Reservation> acquire(JobId id, String fingerprint) {
        String value = fingerprint + ":" + UUID.randomUUID();
        boolean won = eval(ACQUIRE, id, value, doubt(fingerprint), Long.toString(LEASE.toMillis())) == 1;
        return won ? Optional.of(new Reservation(id, value)) : Optional.empty();
    }

    /**
     * Marks a reservation as in doubt, if it is unknown whether the job was published: other bodies cannot acquire it
     * until the lease expires, by which time the view shows the job.
     */
    void markInDoubt(Reservation reservation) {
        try {
            eval(
                    DOUBT,
                    reservation.id(),
                    reservation.value(),
                    doubt(reservation.fingerprint()),
                    Long.toString(LEASE.toMillis()));
        } catch (RedisUnavailableException e) {
            // It remains unchanged until its lease expires.
        }
    }

    private long eval(String script, JobId id, String... arguments) {
        return redis.await(
                redis.commands().<Long>eval(script, ScriptOutputType.INTEGER, new String[] {key(id)}, arguments));
    }

    /** The fingerprint of the holder's body; null if there is no holder. */
    @Nullable
    String holder(JobId id) {
        String value = redis.await(redis.commands().get(key(id)));
        return value == null ? null : value.substring(0, value.indexOf(':'));
    }

    void release(Reservation reservation) {
        try {
            eval(RELEASE, reservation.id(), reservation.value());
        } catch (RedisUnavailableException e) {
            // It expires with its lease.
        }
    }

    record Reservation(JobId id, String value) {
        String fingerprint() {
            return value.substring(0, value.indexOf(':'));
        }
    }
}
