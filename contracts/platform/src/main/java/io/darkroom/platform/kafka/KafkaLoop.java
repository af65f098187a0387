package io.darkroom.platform.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One consumer on a thread of its own. Whatever fails, the loop pauses and begins again with a new consumer: it ends only when it is
 * stopped, so that a process never looks ready while one of its consumers is gone.
 */
public final class KafkaLoop {
    private static final Logger LOG = Logger.getLogger(KafkaLoop.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(5);

    /** What is done with a consumer until the loop is stopped. */
    @FunctionalInterface
    public interface Body {
        /** May throw anything; it is called again with a new consumer after a pause. */
        void run(KafkaConsumer<String, byte[]> consumer) throws InterruptedException;
    }

    private final String name;
    private final Map<String, Object> settings;
    private final Body body;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable KafkaConsumer<String, byte[]> current;

    /**
     * @param name of the thread and in log lines
     * @param settings of the consumer, complete
     */
    public KafkaLoop(String name, Map<String, Object> settings, Body body) {
        this.name = name;
        this.settings = Map.copyOf(settings);
        this.body = body;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Wakes the consumer and waits up to 5 s for the loop to end. */
    public void stop() throws InterruptedException {
        stopSoon();
        if (thread.isAlive()) {
            thread.join(STOP);
        }
    }

    /** The same without waiting. */
    public void stopSoon() {
        stopping.countDown();
        KafkaConsumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    public boolean stopped() {
        return stopping.getCount() == 0;
    }

    /** Waits a second, or less when the loop is stopped. */
    public void pause() throws InterruptedException {
        var _ = stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            while (!stopped()) {
                try (var consumer =
                        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
                    current = consumer;
                    body.run(consumer);
                } catch (WakeupException e) {
                    LOG.debugf("%s: woken", name);
                } catch (RuntimeException | Error e) {
                    LOG.warnf(e, "%s failed and begins again", name);
                    pause();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
