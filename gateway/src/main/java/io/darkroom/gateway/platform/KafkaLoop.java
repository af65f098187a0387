package io.darkroom.gateway.platform;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A member of a consumer group with a thread of its own. After any failure it joins again from the committed offsets. */
public abstract class KafkaLoop {
    private static final Logger LOG = Logger.getLogger(KafkaLoop.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String name;
    private final Map<String, Object> settings;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable KafkaConsumer<String, byte[]> current;

    protected KafkaLoop(String name, String bootstrap, Duration sessionTimeout) {
        this(name, bootstrap, sessionTimeout, "earliest");
    }

    /**
     * @param from where the group begins that has no offsets yet: {@code earliest} or {@code latest}
     */
    protected KafkaLoop(String name, String bootstrap, Duration sessionTimeout, String from) {
        this.name = name;
        this.settings = settings(name, bootstrap, sessionTimeout);
        this.settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, from);
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    private static Map<String, Object> settings(String group, String bootstrap, Duration sessionTimeout) {
        Map<String, Object> settings = new HashMap<>();
        int session = (int) sessionTimeout.toMillis();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, session / 4);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        return settings;
    }

    /** Subscribes and works until {@link #closed}; may throw whatever happens. */
    protected abstract void follow(KafkaConsumer<String, byte[]> consumer) throws InterruptedException;

    protected void begin() {
        thread.start();
    }

    protected void end() throws InterruptedException {
        closing.countDown();
        KafkaConsumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        if (thread.isAlive()) {
            thread.join(Duration.ofSeconds(5));
        }
    }

    protected boolean closed() {
        return closing.getCount() == 0;
    }

    /** Lets a moment pass, or less when closed. */
    protected void pause() throws InterruptedException {
        var unused = closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            while (!closed()) {
                try (var consumer =
                        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
                    current = consumer;
                    follow(consumer);
                } catch (WakeupException e) {
                    LOG.debugf("%s: woken", name);
                } catch (RuntimeException e) {
                    LOG.warnf(e, "%s failed and joins again from the committed offsets", name);
                    pause();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
