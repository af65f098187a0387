package io.darkroom.gateway.platform;

import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.telemetry.metric.Catalogue;
import io.darkroom.platform.telemetry.metric.Meters;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes to Kafka: {@code acks=all}, idempotent. A send that is not confirmed by the deadline fails; whether its record is
 * in the log is then unknown, and nothing here pretends to know.
 */
@ApplicationScoped
public class KafkaLog {
    private static final Logger LOG = Logger.getLogger(KafkaLog.class);

    private final KafkaProducer<String, byte[]> producer;
    private final Meters meters;
    private volatile boolean reached;
    private volatile boolean closed;

    KafkaLog(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap, KafkaConfig config, Meters meters) {
        this.meters = meters;
        producer = new KafkaProducer<>(settings(bootstrap, config), new StringSerializer(), new ByteArraySerializer());
    }

    private static Map<String, Object> settings(String bootstrap, KafkaConfig config) {
        Map<String, Object> settings = new HashMap<>();
        int deadline = (int) config.deliveryDeadline().toMillis();
        int linger = (int) config.linger().toMillis();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "darkroom-gateway");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, linger);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, deadline);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(100, deadline / 2 - linger));
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, deadline);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return settings;
    }

    void greet(@Observes StartupEvent start) {
        Thread.ofVirtual().name("log-greeting").start(() -> {
            while (!reached && !closed) {
                try {
                    producer.partitionsFor(Topics.EVENTS);
                    reached = true;
                } catch (KafkaException e) {
                    LOG.warnf("the log is not reachable yet, trying again: %s", e.getMessage());
                }
            }
        });
    }

    /** True once the brokers have answered; stays true, since readiness is about this process, not about theirs. */
    public boolean reached() {
        return reached;
    }

    /** Completes when all in-sync replicas have the record, or fails with {@link LogUnavailableException}. */
    public CompletionStage<Void> send(String topic, String key, byte @Nullable [] value, Map<String, String> headers) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        ProducerRecord<String, byte[]> entry = new ProducerRecord<>(topic, key, value);
        headers.forEach((name, text) -> entry.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try {
            long start = System.nanoTime();
            var unused = producer.send(entry, (metadata, failure) -> {
                measure(topic, failure == null, start);
                if (failure == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(unconfirmed(topic, failure));
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            done.completeExceptionally(unconfirmed(topic, e));
        }
        return done;
    }

    private void measure(String topic, boolean ok, long start) {
        meters.timer(Catalogue.KAFKA_APPENDS, Topics.family(topic), ok ? "ok" : "failed")
                .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }

    /**
     * Sends and waits; for virtual threads.
     *
     * @throws LogUnavailableException if the brokers did not acknowledge it in time
     */
    public void append(String topic, String key, byte @Nullable [] value, Map<String, String> headers) {
        try {
            send(topic, key, value, headers).toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LogUnavailableException known ? known : unconfirmed(topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unconfirmed(topic, e);
        }
    }

    private static LogUnavailableException unconfirmed(String topic, Exception cause) {
        return new LogUnavailableException("no acknowledgement from " + topic, cause);
    }

    @PreDestroy
    void close() {
        closed = true;
        producer.close(Duration.ofSeconds(5));
    }
}
