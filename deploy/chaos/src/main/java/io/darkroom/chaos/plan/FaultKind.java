package io.darkroom.chaos.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of fault. Each has a part of the stack that it hits, a shortest and a longest time in milliseconds, and a weight
 * that sets how often it is drawn.
 */
public enum FaultKind {
    /** SIGKILL; started again after the time. */
    WORKER_KILL(Part.WORKER, 200, 1_500, 6),
    /** SIGTERM, and started again once it is gone. */
    WORKER_RESTART(Part.WORKER, 0, 500, 3),
    /** SIGSTOP, and SIGCONT before the lock ends. */
    WORKER_FREEZE(Part.WORKER, 500, 2_500, 3),
    /** SIGSTOP, and SIGCONT after the lock has ended and another worker has the job. */
    WORKER_FREEZE_LONG(Part.WORKER, 8_000, 11_000, 3),
    GATEWAY_KILL(Part.GATEWAY, 200, 1_500, 4),
    GATEWAY_RESTART(Part.GATEWAY, 0, 500, 2),
    GATEWAY_FREEZE(Part.GATEWAY, 1_000, 8_000, 2),
    KAFKA_KILL(Part.KAFKA, 0, 2_000, 4),
    KAFKA_RESTART(Part.KAFKA, 0, 1_000, 1),
    KAFKA_FREEZE(Part.KAFKA, 1_000, 6_000, 2),
    REDIS_KILL(Part.REDIS, 500, 10_000, 3),
    /** FLUSHALL: every view, flag and reservation is gone. */
    REDIS_FLUSH(Part.REDIS, 0, 0, 3),
    REDIS_FREEZE(Part.REDIS, 1_000, 5_000, 1),
    /** Connections to Redis are reset and no new ones are let through. */
    REDIS_CUT(Part.REDIS, 1_000, 8_000, 2),
    STORE_KILL(Part.STORE, 500, 5_000, 3),
    STORE_FREEZE(Part.STORE, 1_000, 5_000, 1),
    /** Each request is answered 503. */
    STORE_503(Part.STORE, 2_000, 8_000, 2),
    /** Answers are delayed. */
    STORE_SLOW(Part.STORE, 3_000, 8_000, 2),
    /** Half of the requests end in a reset connection before they reach the store. */
    STORE_RESET(Part.STORE, 2_000, 8_000, 2),
    /** Half of the requests reach the store and take effect, and their answers are lost. */
    STORE_LOST_REPLY(Part.STORE, 3_000, 8_000, 4),
    /** Half of the requests or answers are cut off in the middle. */
    STORE_CUT_BODY(Part.STORE, 3_000, 8_000, 2),
    /** Requests hang without an answer. */
    STORE_HANG(Part.STORE, 2_000, 8_000, 1),
    /** The store's disk has no room left. */
    STORE_FULL(Part.STORE, 2_000, 8_000, 2),
    /** The receivers of webhooks refuse connections. */
    RECEIVER_DOWN(Part.RECEIVER, 3_000, 12_000, 2),
    RECEIVER_500(Part.RECEIVER, 3_000, 10_000, 2),
    RECEIVER_SLOW(Part.RECEIVER, 3_000, 8_000, 1),
    /** The receivers read and then close without an answer. */
    RECEIVER_RESET(Part.RECEIVER, 3_000, 8_000, 2),
    /** A job whose worker is killed each time that it has started it. */
    POISON(Part.JOB, 0, 0, 2),
    /** The same, and the broker, which counts deliveries, is killed each time as well. */
    POISON_IN_CRASHING_BROKER(Part.JOB, 0, 0, 2),
    /** Records of jobs, and events of jobs that ended, are written to the log again, out of order. */
    LOG_DUPLICATES(Part.LOG, 0, 0, 3),
    /** 64 calls at once with one idempotency key. */
    RACE(Part.CLIENT, 0, 0, 2),
    /** Many times the usual load at once. */
    BURST(Part.CLIENT, 0, 0, 1);

    /** What a fault hits; one part has one fault at a time, except that of several workers or gateways each has its own. */
    public enum Part {
        WORKER,
        GATEWAY,
        KAFKA,
        REDIS,
        STORE,
        RECEIVER,
        JOB,
        LOG,
        CLIENT
    }

    private final Part part;
    private final int shortest;
    private final int longest;
    private final int weight;

    FaultKind(Part part, int shortest, int longest, int weight) {
        this.part = part;
        this.shortest = shortest;
        this.longest = longest;
        this.weight = weight;
    }

    public Part part() {
        return part;
    }

    int shortestMillis() {
        return shortest;
    }

    int longestMillis() {
        return longest;
    }

    int weight() {
        return weight;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator
    public static FaultKind decode(String wireName) {
        return find(wireName).orElseThrow(() -> new IllegalArgumentException("unknown fault '" + wireName + "'"));
    }

    public static Optional<FaultKind> find(String wireName) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(wireName))
                .findFirst();
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(FaultKind::wireName).toList();
    }
}
