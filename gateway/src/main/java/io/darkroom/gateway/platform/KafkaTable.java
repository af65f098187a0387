package io.darkroom.gateway.platform;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows a compacted topic from its beginning, without a group: every gateway reads all of it and keeps the latest value
 * of each key. A value of null takes the key away. After a failure it reads again from the beginning, which is harmless.
 */
public final class KafkaTable implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KafkaTable.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final String topic;
    private final Map<String, Object> settings;
    private final BiConsumer<String, byte @Nullable []> onChange;
    private final Thread thread;
    private volatile boolean caughtUp;
    private volatile boolean closed;
    private volatile @Nullable KafkaConsumer<String, byte[]> current;

    private KafkaTable(String bootstrap, String topic, BiConsumer<String, byte @Nullable []> onChange) {
        this.topic = topic;
        this.onChange = onChange;
        this.settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 200,
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        this.thread = Thread.ofPlatform().daemon().name("table-" + topic).unstarted(this::run);
    }

    /**
     * Starts to follow.
     *
     * @param onChange called on one thread, in the order of the log, with key and value
     */
    public static KafkaTable follow(String bootstrap, String topic, BiConsumer<String, byte @Nullable []> onChange) {
        KafkaTable table = new KafkaTable(bootstrap, topic, onChange);
        table.thread.start();
        return table;
    }

    /** True once everything that was there at the start has been read. */
    public boolean caughtUp() {
        return caughtUp;
    }

    private void run() {
        while (!closed) {
            try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
                current = consumer;
                follow(consumer);
            } catch (WakeupException e) {
                LOG.debugf("%s: stopped", topic);
            } catch (KafkaException e) {
                LOG.warnf("reading %s failed, starting again from its beginning: %s", topic, e.getMessage());
            }
        }
    }

    private void follow(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map((PartitionInfo info) -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (!closed) {
            consumer.poll(POLL).forEach(entry -> accept(entry.key(), entry.value()));
            if (!caughtUp
                    && !partitions.isEmpty()
                    && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                caughtUp = true;
                LOG.infof("%s is read", topic);
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
            LOG.errorf(e, "%s: the record of key %s is not understood and skipped", topic, key);
        }
    }

    @Override
    public void close() {
        closed = true;
        KafkaConsumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }
}
