package io.darkroom.platform.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * A member of a consumer group with its own thread. After any failure it rejoins the group and continues from the
 * committed offsets.
 */
public abstract class KafkaFollower {
    private final KafkaLoop loop;

    /** A consumer that starts at the first record if the group has no committed offsets. */
    protected KafkaFollower(String group, KafkaClientSettings kafka, Duration sessionTimeout) {
        this(group, kafka, sessionTimeout, "earliest");
    }

    /** @param from where to start if the group has no committed offsets: {@code earliest} or {@code latest} */
    protected KafkaFollower(String group, KafkaClientSettings kafka, Duration sessionTimeout, String from) {
        this(group, kafka, sessionTimeout, Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, from));
    }

    /** @param own additional consumer settings */
    protected KafkaFollower(String group, KafkaClientSettings kafka, Duration sessionTimeout, Map<String, ?> own) {
        Map<String, Object> settings = new HashMap<>(member(group, sessionTimeout));
        settings.putAll(own);
        this.loop = new KafkaLoop(group, kafka.with(settings), this::follow);
    }

    private static Map<String, Object> member(String group, Duration sessionTimeout) {
        int session = (int) sessionTimeout.toMillis();
        return Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                session,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                session / 4,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                100,
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                500,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                5_000,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                4_000);
    }

    /**
     * Subscribes and processes records until {@link #stopped}. After any exception it is called again with a new
     * consumer, after a pause.
     */
    protected abstract void follow(KafkaConsumer<String, byte[]> consumer) throws InterruptedException;

    protected void start() {
        loop.start();
    }

    protected void stop() throws InterruptedException {
        loop.stop();
    }

    protected boolean stopped() {
        return loop.stopped();
    }

    /** Waits a second, or less if the consumer is stopped. */
    protected void pause() throws InterruptedException {
        loop.pause();
    }
}
