package io.darkroom.platform.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows a compacted topic from the beginning, without a group: every process reads all records, and the latest value
 * of each key counts. A null value removes the key. After a failure it pauses and reads the topic again from the
 * beginning, which is idempotent.
 */
public final class KafkaTable implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KafkaTable.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final String topic;
    private final BiConsumer<String, byte @Nullable []> onChange;
    private final KafkaLoop loop;
    private volatile boolean caughtUp;

    private KafkaTable(KafkaClientSettings kafka, String topic, BiConsumer<String, byte @Nullable []> onChange) {
        this.topic = topic;
        this.onChange = onChange;
        this.loop = new KafkaLoop("table-" + topic, kafka.with(KafkaReader.settings(Map.of())), this::follow);
    }

    /**
     * Starts to follow a topic.
     *
     * @param onChange called on one thread, in log order, with key and value; a record for which it throws is logged
     *     and skipped
     */
    public static KafkaTable follow(
            KafkaClientSettings kafka, String topic, BiConsumer<String, byte @Nullable []> onChange) {
        KafkaTable table = new KafkaTable(kafka, topic, onChange);
        table.loop.start();
        return table;
    }

    /** True once all records that existed at the start have been read. */
    public boolean caughtUp() {
        return caughtUp;
    }

    private void follow(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (!loop.stopped()) {
            consumer.poll(POLL).forEach(entry -> accept(entry.key(), entry.value()));
            if (!caughtUp
                    && !partitions.isEmpty()
                    && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                caughtUp = true;
                LOG.infof("%s was read to its end", topic);
            }
        }
    }

    private void accept(@Nullable String key, byte @Nullable [] value) {
        if (key == null) {
            return;
        }
        try {
            onChange.accept(key, value);
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s: cannot read the record with key %s; skipping it", topic, key);
        }
    }

    @Override
    public void close() {
        loop.requestStop();
    }
}
