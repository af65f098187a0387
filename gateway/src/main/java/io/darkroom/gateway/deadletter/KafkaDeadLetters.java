package io.darkroom.gateway.deadletter;

import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.http.ProblemCode;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaReader;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads dead letters from their topic, newest first. Dead letters are rare, so each call uses a consumer of its own.
 */
@Singleton
public class KafkaDeadLetters {
    private static final Logger LOG = Logger.getLogger(KafkaDeadLetters.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.DEAD_LETTERS, 0);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

    /** Number of records read at once. */
    private static final int WINDOW = 500;

    /** Maximum number of records that one call scans; the cursor continues from there. */
    private static final int MAX_SCANNED = 20_000;

    private final KafkaClientSettings kafka;

    KafkaDeadLetters(KafkaClientSettings kafka) {
        this.kafka = kafka;
    }

    Optional<DeadLetterRecord> find(long offset) {
        try (var consumer = consumer()) {
            long begin = bound(consumer.beginningOffsets(List.of(PARTITION)));
            long end = bound(consumer.endOffsets(List.of(PARTITION)));
            return offset < begin || offset >= end
                    ? Optional.empty()
                    : read(consumer, offset, offset + 1).stream().findFirst();
        } catch (KafkaException e) {
            throw unavailable(e);
        }
    }

    /**
     * Dead letters that match, newest first.
     *
     * @param before only dead letters before this offset; null: from the newest
     */
    Page page(Predicate<DeadLetterRecord> wanted, @Nullable Long before, int limit) {
        try (var consumer = consumer()) {
            long begin = bound(consumer.beginningOffsets(List.of(PARTITION)));
            long end = bound(consumer.endOffsets(List.of(PARTITION)));
            long to = before == null ? end : Math.min(end, before);
            long least = Math.max(begin, to - MAX_SCANNED);
            List<DeadLetterRecord> found = new ArrayList<>();
            while (to > least) {
                long from = Math.max(least, to - WINDOW);
                List<DeadLetterRecord> window = new ArrayList<>(read(consumer, from, to));
                Collections.reverse(window);
                for (DeadLetterRecord letter : window) {
                    if (wanted.test(letter)) {
                        found.add(letter);
                    }
                    if (found.size() == limit) {
                        return new Page(found, letter.offset() > begin ? letter.offset() : null);
                    }
                }
                to = from;
            }
            return new Page(found, to > begin ? to : null);
        } catch (KafkaException e) {
            throw unavailable(e);
        }
    }

    private static List<DeadLetterRecord> read(KafkaConsumer<String, byte[]> consumer, long from, long to) {
        consumer.seek(PARTITION, from);
        List<DeadLetterRecord> letters = new ArrayList<>();
        long last = System.nanoTime();
        while (consumer.position(PARTITION) < to) {
            var records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                last = System.nanoTime();
            } else if (System.nanoTime() - last > READ_TIMEOUT.toNanos()) {
                throw new KafkaException(
                        "no records for " + READ_TIMEOUT.toMillis() + " ms before the end of the topic");
            }
            for (ConsumerRecord<String, byte[]> entry : records) {
                if (entry.offset() < to) {
                    decode(entry).ifPresent(letters::add);
                }
            }
        }
        return letters;
    }

    private static Optional<DeadLetterRecord> decode(ConsumerRecord<String, byte[]> entry) {
        try {
            return Optional.of(new DeadLetterRecord(entry.offset(), Json.decode(entry.value(), DeadLetter.class)));
        } catch (Json.MalformedMessageException e) {
            LOG.warnf("skipping %s@%d, which is not a dead letter: %s", entry.topic(), entry.offset(), e.getMessage());
            return Optional.empty();
        }
    }

    private static long bound(Map<TopicPartition, Long> bounds) {
        return Objects.requireNonNull(bounds.get(PARTITION));
    }

    private static ProblemException unavailable(KafkaException cause) {
        return ProblemException.unavailable(
                ProblemCode.LOG_UNAVAILABLE,
                "The dead letters cannot be read now; none are lost. Retry the request shortly.",
                Duration.ofSeconds(1),
                cause);
    }

    private KafkaConsumer<String, byte[]> consumer() {
        var consumer = KafkaReader.open(kafka, Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, WINDOW));
        consumer.assign(List.of(PARTITION));
        return consumer;
    }

    /** @param next the next page starts before this offset; null on the last page */
    record Page(List<DeadLetterRecord> letters, @Nullable Long next) {}
}
