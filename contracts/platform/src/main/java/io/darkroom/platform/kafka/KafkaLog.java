package io.darkroom.platform.kafka;

import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.telemetry.metric.Catalogue;
import io.darkroom.platform.telemetry.metric.Meters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The producer of the process: idempotent, {@code acks=all}. A send that is not acknowledged by the deadline fails; the
 * record may nevertheless be in the log.
 */
public final class KafkaLog implements AutoCloseable {
    private static final Duration SHORTEST_REQUEST = Duration.ofMillis(100);
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(5);
    /** Added to the deadline so that the client's own timeouts fire first. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    private final KafkaProducer<byte[], byte[]> producer;
    private final Duration deadline;
    private final Meters meters;

    /**
     * @param deadline from send to acknowledgement
     * @param linger how long a record waits to be batched with others
     */
    public KafkaLog(KafkaClientSettings kafka, String clientId, Duration deadline, Duration linger, Meters meters) {
        this.deadline = deadline;
        this.meters = meters;
        this.producer = new KafkaProducer<>(
                kafka.with(settings(clientId, deadline, linger)), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Map<String, Object> settings(String clientId, Duration deadline, Duration linger) {
        long request = Math.clamp(
                deadline.dividedBy(2).minus(linger).toMillis(),
                SHORTEST_REQUEST.toMillis(),
                LONGEST_REQUEST.toMillis());
        return Map.of(
                ProducerConfig.CLIENT_ID_CONFIG,
                clientId,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                (int) linger.toMillis(),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) deadline.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) request,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                deadline.toMillis(),
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                500);
    }

    /** Completes when all in-sync replicas have the record, or fails with {@link LogUnavailableException}. */
    public CompletableFuture<Void> send(
            String topic, String key, byte @Nullable [] value, Map<String, String> headers) {
        ProducerRecord<byte[], byte[]> entry = new ProducerRecord<>(topic, bytes(key), value);
        headers.forEach((name, text) -> entry.headers().add(name, bytes(text)));
        return send(entry);
    }

    /**
     * As above. May block up to the deadline while it fetches the topic's metadata, so do not call it from event loops.
     */
    public CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> entry) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        long start = System.nanoTime();
        try {
            var _ = producer.send(entry, (_, failure) -> {
                record(entry.topic(), failure == null, start);
                if (failure == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(unacknowledged(entry.topic(), failure));
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            done.completeExceptionally(unacknowledged(entry.topic(), e));
        }
        return done;
    }

    private void record(String topic, boolean ok, long start) {
        meters.timer(Catalogue.KAFKA_APPENDS, Topics.family(topic), ok ? "ok" : "failed")
                .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }

    /**
     * Sends a record and waits for the acknowledgement.
     *
     * @throws LogUnavailableException if the brokers did not acknowledge the record in time
     */
    public void append(String topic, String key, byte @Nullable [] value, Map<String, String> headers) {
        await(topic, send(topic, key, value, headers));
    }

    /** As above. */
    public void append(ProducerRecord<byte[], byte[]> entry) {
        await(entry.topic(), send(entry));
    }

    private void await(String topic, CompletableFuture<Void> sent) {
        try {
            sent.get(deadline.plus(SLACK).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw e.getCause() instanceof LogUnavailableException known ? known : unacknowledged(topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unacknowledged(topic, e);
        }
    }

    /**
     * Fetches the metadata of a topic, at most until the deadline.
     *
     * @throws LogUnavailableException if the brokers do not answer
     */
    public void reach(String topic) {
        try {
            producer.partitionsFor(topic);
        } catch (KafkaException e) {
            throw new LogUnavailableException("the brokers do not answer: " + e.getMessage(), e);
        }
    }

    private static LogUnavailableException unacknowledged(String topic, Exception cause) {
        return new LogUnavailableException(
                "Kafka did not acknowledge a record for " + topic + ": " + cause.getMessage(), cause);
    }

    /** A record key as bytes. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
