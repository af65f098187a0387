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
 * Sends records of one topic through an outgoing channel: {@code acks=all}, idempotent. A send that is not confirmed by the
 * deadline fails; whether its record is in the log is then unknown.
 *
 * @param <T> what the topic holds
 */
public final class KafkaSender<T> {
    private static final Logger LOG = Logger.getLogger(KafkaSender.class);

    /** Records of one call that are on their way at once; below what a channel holds (max-inflight-messages). */
    private static final int CONCURRENCY = 512;

    /** For the channel's own deadlines to pass first: a failure that comes after this one is logged and goes nowhere. */
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

    /** A record to send. */
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
                    .transform(e -> new LogUnavailableException("no acknowledgement from " + topic, e));
        });
    }

    /**
     * Sends and waits; for virtual threads.
     *
     * @throws LogUnavailableException if the brokers did not acknowledge it in time
     */
    public void sendAndAwait(T value, Map<String, String> headers) {
        send(value, headers).await().indefinitely();
    }

    /**
     * Sends all and waits; for threads that may block.
     *
     * @throws LogUnavailableException if the brokers did not acknowledge one of them in time
     */
    public void sendAndAwait(List<Outgoing<T>> records) {
        all(records, this::send).await().indefinitely();
    }

    /** Completes when all in-sync replicas have every record. While the brokers are away it sends again and never fails. */
    public Uni<Void> sendUntilAcknowledged(List<Outgoing<T>> records) {
        AtomicBoolean told = new AtomicBoolean();
        return all(
                records,
                (value, headers) -> send(value, headers)
                        .onFailure()
                        .invoke(e -> tellOnce(told, e))
                        .onFailure()
                        .retry()
                        .withBackOff(FIRST_RETRY, LAST_RETRY)
                        .indefinitely());
    }

    private void tellOnce(AtomicBoolean told, Throwable failure) {
        if (told.compareAndSet(false, true)) {
            LOG.warnf("%s does not take records, which are sent again until it does: %s", topic, failure.getCause());
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
