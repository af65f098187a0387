package io.darkroom.gateway.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How callbacks are tried. */
@ConfigMapping(prefix = "darkroom.webhooks")
public interface WebhookConfig {
    /**
     * The waits between tries, ascending; the n-th uses the n-th delay topic, whatever its name says. After the last one a
     * delivery is given up. A test or a demonstration shortens them.
     */
    @WithDefault("PT5S,PT5M,PT30M,PT2H,PT5H,PT10H,PT14H,PT20H,PT24H")
    List<Duration> delays();

    /** The largest share of a wait that is added by chance, so that failures do not come back in step. */
    @WithDefault("0.1")
    double jitter();

    /** For one call, from look-up to the end of the answer. */
    @WithDefault("PT15S")
    Duration timeout();

    /** Calls under way to one receiver, in each gateway. */
    @WithDefault("32")
    int callsPerReceiver();

    /** How long a delivery waits for a free call before it is put off to a delay topic. */
    @WithDefault("PT2S")
    Duration patience();

    /** Deliveries that wait for a free call of one receiver, in each gateway; what is beyond is put off at once. */
    @WithDefault("250")
    int waitingPerReceiver();

    /**
     * How often a delivery for a receiver that only fails is put off without a try before it is given up. The longest such
     * wait is the third delay, so the default is a week.
     */
    @WithDefault("336")
    int maxDeferrals();

    /** How long an endpoint may answer nothing but failures before it is disabled. */
    @WithDefault("P5D")
    Duration disableAfter();

    /**
     * Keys that seal secrets in the log, each {@code <id>:<base64 of 32 random bytes>}, separated by commas: the first one
     * seals, all of them open. Without one, secrets lie there in plain text.
     */
    Optional<List<String>> secretKeys();

    /** Deliveries in hand, in each gateway; beyond it no more are read. */
    @WithDefault("1000")
    int inHand();

    /** The longest {@code Retry-After} that is honoured. */
    @WithDefault("PT24H")
    Duration retryAfterMax();

    /** How long the old secret still signs after a rotation. */
    @WithDefault("PT24H")
    Duration secretOverlap();

    /** How long the log of attempts is kept. */
    @WithDefault("P7D")
    Duration logRetention();

    /** After how long without a sign of life another gateway takes over. */
    @WithDefault("PT10S")
    Duration sessionTimeout();
}
