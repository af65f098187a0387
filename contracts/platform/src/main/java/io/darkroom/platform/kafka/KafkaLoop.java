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
 * Runs a consumer on its own thread. After any failure the loop pauses and restarts with a new consumer; it ends only
 * when it is stopped, so a process never looks ready while one of its consumers is gone.
 */
public final class KafkaLoop {
    private static final Logger LOG = Logger.getLogger(KafkaLoop.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(5);

    /** Uses a consumer until the loop is stopped. */
    @FunctionalInterface
    public interface Body {
        /** May throw any exception; it is then called again with a new consumer, after a pause. */
        void run(KafkaConsumer<String, byte[]> consumer) throws InterruptedException;
    }

    private final String name;
    private final Map<String, Object> settings;
    private final Body body;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable KafkaConsumer<String, byte[]> current;

    /**
     * @param name name of the thread, also used in log messages
     * @param settings complete settings of the consumer
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
        requestStop();
        if (thread.isAlive()) {
            thread.join(STOP);
        }
    }

    /** Asks the loop to stop, without waiting for it. */
    public void requestStop() {
        stopping.countDown();
        KafkaConsumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    public boolean stopped() {
        return stopping.getCount() == 0;
    }

    /** Waits a second, or less if the loop is stopped. */
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
                    LOG.debugf("%s: consumer woken up", name);
                } catch (RuntimeException | Error e) {
                    LOG.warnf(e, "%s failed, restarting", name);
                    pause();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
