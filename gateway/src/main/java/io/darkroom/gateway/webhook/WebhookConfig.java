package io.darkroom.gateway.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of webhook deliveries. */
@ConfigMapping(prefix = "darkroom.webhooks")
public interface WebhookConfig {
    /**
     * The delays between tries, ascending; the n-th uses the n-th delay topic, regardless of the topic's name. After
     * the try that follows the last delay a delivery is given up. Shorten them for tests and demonstrations.
     */
    @WithDefault("PT5S,PT5M,PT30M,PT2H,PT5H,PT10H,PT14H,PT20H,PT24H")
    List<Duration> delays();

    /**
     * Maximum random addition as a fraction of a delay, so that simultaneous failures are not retried simultaneously.
     */
    @WithDefault("0.1")
    double jitter();

    /** Timeout of one call, from name resolution to the end of the response. */
    @WithDefault("PT15S")
    Duration timeout();

    /** Maximum number of concurrent calls per receiver and gateway. */
    @WithDefault("32")
    int callsPerReceiver();

    /** How long a delivery waits for a free call before it is deferred to a delay topic. */
    @WithDefault("PT2S")
    Duration patience();

    /**
     * Maximum number of deliveries that wait for a free call per receiver and gateway; further ones are deferred at
     * once.
     */
    @WithDefault("250")
    int waitingPerReceiver();

    /**
     * How often a delivery to a failing receiver is deferred without a try before it is given up. The longest such
     * delay is the third one, so the default amounts to a week.
     */
    @WithDefault("336")
    int maxDeferrals();

    /** How long all tries of an endpoint may fail before it is disabled. */
    @WithDefault("P5D")
    Duration disableAfter();

    /**
     * Keys that encrypt secrets in the log, each {@code <id>:<base64 of 32 random bytes>}, separated by commas: the
     * first one encrypts, all of them decrypt. Without keys, secrets are stored in plain text.
     */
    Optional<List<String>> secretKeys();

    /** Maximum number of deliveries in progress per gateway; beyond it no more are read. */
    @WithDefault("1000")
    int inHand();

    /** Maximum of {@code Retry-After}; longer times are capped. */
    @WithDefault("PT24H")
    Duration retryAfterMax();

    /** How long the old secret also signs after a rotation. */
    @WithDefault("PT24H")
    Duration secretOverlap();

    /** Retention of the attempt log. */
    @WithDefault("P7D")
    Duration logRetention();

    /** Time without heartbeat after which another gateway takes over. */
    @WithDefault("PT10S")
    Duration sessionTimeout();
}
