package io.darkroom.gateway.channel;

import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaLogConfig;
import io.darkroom.platform.kafka.LogUnavailableException;
import io.darkroom.platform.telemetry.metric.Catalogue;
import io.darkroom.platform.telemetry.metric.Meters;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

/**
 * Sends records of one topic through an outgoing channel: {@code acks=all}, idempotent. A send that is not acknowledged
 * by the deadline fails; the record may nevertheless be in the log.
 *
 * @param <T> type of the messages
 */
public final class KafkaSender<T> {
    private static final Logger LOG = Logger.getLogger(KafkaSender.class);

    /** Maximum number of records of one call in flight; below the limit of the channel (max-inflight-messages). */
    private static final int CONCURRENCY = 512;

    /**
     * Added to the deadline so that the channel's own timeouts fire first: a failure after this one would only be
     * logged.
     */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);

    private final MutinyEmitter<byte[]> emitter;
    private final String topic;
    private final Function<T, String> key;
    private final Duration latest;
    private final Meters meters;

    KafkaSender(
            MutinyEmitter<byte[]> emitter,
            String topic,
            Function<T, String> key,
            KafkaLogConfig config,
            Meters meters) {
        this.emitter = emitter;
        this.topic = topic;
        this.key = key;
        this.latest = config.deliveryDeadline().plus(SLACK);
        this.meters = meters;
    }

    /** A record to send, with its headers. */
    public record Outgoing<T>(T value, Map<String, String> headers) {}

    /** Completes when all in-sync replicas have the record, or fails with {@link LogUnavailableException}. */
    public Uni<Void> send(T value, Map<String, String> headers) {
        return Uni.createFrom().deferred(() -> {
            long start = System.nanoTime();
            return emitter.sendMessage(message(value, headers))
                    .ifNoItem()
                    .after(latest)
                    .fail()
                    .onItemOrFailure()
                    .invoke((sent, failure) -> measure(failure == null, start))
                    .onFailure()
                    .transform(e -> new LogUnavailableException("Kafka did not acknowledge a record for " + topic, e));
        });
    }

    /**
     * Sends a record and waits for the acknowledgement; for threads that may block.
     *
     * @throws LogUnavailableException if the brokers did not acknowledge it in time
     */
    public void sendAndAwait(T value, Map<String, String> headers) {
        send(value, headers).await().indefinitely();
    }

    /**
     * Sends all records and waits for the acknowledgements; for threads that may block.
     *
     * @throws LogUnavailableException if the brokers did not acknowledge one of the records in time
     */
    public void sendAndAwait(List<Outgoing<T>> records) {
        all(records, this::send).await().indefinitely();
    }

    /**
     * Completes when all in-sync replicas have every record. Retries while the brokers are unavailable and never fails.
     */
    public Uni<Void> sendUntilAcknowledged(List<Outgoing<T>> records) {
        AtomicBoolean logged = new AtomicBoolean();
        return all(
                records,
                (value, headers) -> send(value, headers)
                        .onFailure()
                        .invoke(e -> logOnce(logged, e))
                        .onFailure()
                        .retry()
                        .withBackOff(FIRST_RETRY, LAST_RETRY)
                        .indefinitely());
    }

    private void logOnce(AtomicBoolean logged, Throwable failure) {
        if (logged.compareAndSet(false, true)) {
            LOG.warnf("%s does not accept records, retrying until it does: %s", topic, failure.getCause());
        }
    }

    private interface Send<T> {
        Uni<Void> send(T value, Map<String, String> headers);
    }

    private static <T> Uni<Void> all(List<Outgoing<T>> records, Send<T> send) {
        return Multi.createFrom()
                .iterable(records)
                .onItem()
                .transformToUni(entry -> send.send(entry.value(), entry.headers()))
                .merge(CONCURRENCY)
                .onItem()
                .ignoreAsUni();
    }

    private Message<byte[]> message(T value, Map<String, String> headers) {
        Headers all = new RecordHeaders();
        headers.forEach((name, text) -> all.add(name, text.getBytes(StandardCharsets.UTF_8)));
        return Message.of(
                Json.encode(value),
                Metadata.of(OutgoingKafkaRecordMetadata.<String>builder()
                        .withKey(key.apply(value))
                        .withHeaders(all)
                        .build()));
    }

    private void measure(boolean ok, long start) {
        meters.timer(Catalogue.KAFKA_APPENDS, Topics.family(topic), ok ? "ok" : "failed")
                .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
}
