package io.darkroom.worker.report;

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

/** The worker's one producer: idempotent, {@code acks=all}. */
public final class KafkaWriter implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final Duration patience;
    private final Meters meters;

    /**
     * @param patience how long a record may take until its delivery counts as failed
     */
    public KafkaWriter(String bootstrapServers, String clientId, Duration patience) {
        this(bootstrapServers, clientId, patience, Meters.unread());
    }

    /** The same, measured. */
    public KafkaWriter(String bootstrapServers, String clientId, Duration patience, Meters meters) {
        this.meters = meters;
        this.patience = patience;
        int requestMs = (int) Math.min(5_000, patience.toMillis() / 2);
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        clientId,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        requestMs,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        patience.toMillis(),
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        (int) patience.toMillis()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /**
     * Writes and waits.
     *
     * @throws LogUnavailableException if it was not acknowledged within the patience
     */
    public void write(ProducerRecord<byte[], byte[]> record) {
        try {
            long start = System.nanoTime();
            producer.send(record, (_, failure) -> measure(record, failure, start))
                    .get(patience.toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new LogUnavailableException(
                    "Kafka did not acknowledge a record for " + record.topic() + ": " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("interrupted while writing to " + record.topic(), e);
        }
    }

    /** Hands it to the producer, which may block for its metadata: not for threads that must not wait. */
    public CompletableFuture<?> writeSoon(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Object> done = new CompletableFuture<>();
        try {
            long start = System.nanoTime();
            producer.send(record, (metadata, failure) -> {
                measure(record, failure, start);
                if (failure == null) {
                    done.complete(metadata);
                } else {
                    done.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    private void measure(ProducerRecord<byte[], byte[]> record, @Nullable Exception failure, long start) {
        meters.timer(Catalogue.KAFKA_APPENDS, Topics.family(record.topic()), failure == null ? "ok" : "failed")
                .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ofMillis(500));
    }
}
