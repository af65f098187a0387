package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.http.ProblemCode;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaReader;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Reads the deliveries of the last days from the log, which also has those that Redis lost. */
@Singleton
public class KafkaDeliveryArchive {
    private static final Logger LOG = Logger.getLogger(KafkaDeliveryArchive.class);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Allowance for clock skew between the time of the event and the timestamp of its record. */
    private static final Duration SKEW = Duration.ofMinutes(10);

    private final KafkaClientSettings kafka;

    KafkaDeliveryArchive(KafkaClientSettings kafka) {
        this.kafka = kafka;
    }

    /**
     * Passes each delivery written since then to the consumer, once per record, up to the end of the log at the time of
     * the call.
     *
     * @throws ProblemException {@code log_unavailable} if the log cannot be read
     */
    void since(Instant since, Consumer<Delivery> reader) {
        try (var consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.DELIVERIES).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(
                    partition -> times.put(partition, since.minus(SKEW).toEpochMilli()));
            Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times);
            for (TopicPartition partition : partitions) {
                OffsetAndTimestamp start = starts.get(partition);
                consumer.seek(partition, start == null ? end(ends, partition) : start.offset());
            }
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < end(ends, partition))) {
                for (ConsumerRecord<String, byte[]> entry : consumer.poll(POLL)) {
                    read(entry, reader);
                }
            }
        } catch (KafkaException e) {
            throw ProblemException.unavailable(
                    ProblemCode.LOG_UNAVAILABLE,
                    "The log of deliveries cannot be read now. Nothing was sent again; retry the request shortly.",
                    Duration.ofSeconds(1),
                    e);
        }
    }

    private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
        return Objects.requireNonNull(ends.get(partition));
    }

    private static void read(ConsumerRecord<String, byte[]> entry, Consumer<Delivery> reader) {
        try {
            reader.accept(Json.decode(entry.value(), Delivery.class));
        } catch (Json.MalformedMessageException e) {
            LOG.debugf("skipping %s-%d@%d, which cannot be decoded", entry.topic(), entry.partition(), entry.offset());
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return KafkaReader.open(kafka, Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000));
    }
}
