package io.darkroom.gateway.project;

import io.darkroom.gateway.view.RedisEpochs;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where the projection stands in each partition it owns. A committed offset carries the epoch in which it was earned; in any
 * other epoch the partition is read from its beginning. Used by the thread that owns the consumer only.
 */
final class KafkaProjectedPartitions {
    private static final Logger LOG = Logger.getLogger(KafkaProjectedPartitions.class);

    private final KafkaConsumer<String, byte[]> consumer;
    private final RedisEpochs epochs;
    private final Set<TopicPartition> unplaced = new HashSet<>();
    private final Map<TopicPartition, Long> rebuildUpTo = new HashMap<>();
    private @Nullable String epoch;

    KafkaProjectedPartitions(KafkaConsumer<String, byte[]> consumer, RedisEpochs epochs) {
        this.consumer = consumer;
        this.epochs = epochs;
    }

    void assigned(Collection<TopicPartition> partitions) {
        unplaced.addAll(partitions);
        consumer.pause(partitions);
    }

    void revoked(Collection<TopicPartition> partitions) {
        partitions.forEach(unplaced::remove);
        partitions.forEach(rebuildUpTo::remove);
    }

    /** True if the epoch is known and every partition stands where it must. */
    boolean ready() {
        return epoch != null && unplaced.isEmpty();
    }

    String epoch() {
        return Objects.requireNonNull(epoch, "ask ready() first");
    }

    /** Redis lost its data: nothing goes on until the next epoch is known. */
    void forgetEpoch() {
        epoch = null;
    }

    /** Looks which epoch it is and places what must be placed; true if records read before must be dropped. */
    boolean renewEpoch() {
        String now = epochs.current();
        boolean changed = !now.equals(epoch);
        if (changed) {
            LOG.infof("projection epoch %s", now);
            unplaced.addAll(consumer.assignment());
        }
        if (!unplaced.isEmpty()) {
            place(now);
        }
        if (changed) {
            countPartitions();
        }
        epoch = now;
        return changed;
    }

    private void place(String now) {
        Set<TopicPartition> partitions = Set.copyOf(unplaced);
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(partitions);
        rebuildUpTo.putAll(consumer.endOffsets(partitions));
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata earned = committed.get(partition);
            if (earned != null && now.equals(earned.metadata())) {
                consumer.seek(partition, earned.offset());
            } else {
                consumer.seekToBeginning(Set.of(partition));
            }
        }
        unplaced.clear();
        countPartitions();
    }

    private void countPartitions() {
        epochs.partitions(consumer.listTopics().entrySet().stream()
                .filter(topic -> KafkaProjector.TOPICS.matcher(topic.getKey()).matches())
                .mapToInt(topic -> topic.getValue().size())
                .sum());
    }

    /** What is still ours of it: records of partitions that were taken away are somebody else's now. */
    KafkaProjector.Held keepOwned(KafkaProjector.Held held) {
        Set<TopicPartition> owned = consumer.assignment();
        List<ConsumerRecord<String, byte[]>> ours = held.records().stream()
                .filter(entry -> owned.contains(new TopicPartition(entry.topic(), entry.partition())))
                .toList();
        return new KafkaProjector.Held(ours);
    }

    void commit(List<ConsumerRecord<String, byte[]>> records) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (var entry : records) {
            offsets.put(
                    new TopicPartition(entry.topic(), entry.partition()),
                    new OffsetAndMetadata(entry.offset() + 1, epoch()));
        }
        consumer.commitAsync(offsets, (unused, failure) -> {
            if (failure != null) {
                LOG.warnf("offsets are not committed, they will be with the next batch: %s", failure.getMessage());
            }
        });
    }

    void resume() {
        if (!consumer.paused().isEmpty()) {
            consumer.resume(consumer.paused());
        }
    }

    /** Tells the others which partitions have come as far as the log went when they were placed. */
    void markRebuilt() {
        if (rebuildUpTo.isEmpty()) {
            return;
        }
        List<TopicPartition> done = rebuildUpTo.entrySet().stream()
                .filter(end -> consumer.position(end.getKey()) >= end.getValue())
                .map(Map.Entry::getKey)
                .toList();
        for (TopicPartition partition : done) {
            epochs.rebuilt(epoch(), partition.toString());
            rebuildUpTo.remove(partition);
        }
    }
}
