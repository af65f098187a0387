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
 * The positions of the projection in its partitions. A committed offset carries the epoch in which it was committed; in
 * any other epoch the partition is read from its beginning. Only for the thread that owns the consumer.
 */
final class KafkaProjectedPartitions {
    private static final Logger LOG = Logger.getLogger(KafkaProjectedPartitions.class);

    private final KafkaConsumer<String, byte[]> consumer;
    private final RedisEpochs epochs;
    private final Set<TopicPartition> unpositioned = new HashSet<>();
    private final Map<TopicPartition, Long> rebuildUpTo = new HashMap<>();
    private @Nullable String epoch;

    KafkaProjectedPartitions(KafkaConsumer<String, byte[]> consumer, RedisEpochs epochs) {
        this.consumer = consumer;
        this.epochs = epochs;
    }

    void assigned(Collection<TopicPartition> partitions) {
        unpositioned.addAll(partitions);
        consumer.pause(partitions);
    }

    void revoked(Collection<TopicPartition> partitions) {
        partitions.forEach(unpositioned::remove);
        partitions.forEach(rebuildUpTo::remove);
    }

    /** True if the epoch is known and all partitions are positioned. */
    boolean ready() {
        return epoch != null && unpositioned.isEmpty();
    }

    String epoch() {
        return Objects.requireNonNull(epoch, "call ready() first");
    }

    /** Called when Redis lost its data: projection pauses until the next epoch is known. */
    void forgetEpoch() {
        epoch = null;
    }

    /**
     * Reads the current epoch and positions partitions where needed; true if records that were read before must be
     * dropped.
     */
    boolean renewEpoch() {
        String now = epochs.current();
        boolean changed = !now.equals(epoch);
        if (changed) {
            LOG.infof("projection epoch %s", now);
            unpositioned.addAll(consumer.assignment());
        }
        if (!unpositioned.isEmpty()) {
            position(now);
        }
        if (changed) {
            countPartitions();
        }
        epoch = now;
        return changed;
    }

    private void position(String now) {
        Set<TopicPartition> partitions = Set.copyOf(unpositioned);
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
        unpositioned.clear();
        countPartitions();
    }

    private void countPartitions() {
        epochs.partitions(consumer.listTopics().entrySet().stream()
                .filter(topic -> KafkaProjector.TOPICS.matcher(topic.getKey()).matches())
                .mapToInt(topic -> topic.getValue().size())
                .sum());
    }

    /**
     * Keeps records of partitions that are still assigned to this consumer; the others belong to another gateway now.
     */
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
                LOG.warnf("cannot commit offsets, retrying with the next batch: %s", failure.getMessage());
            }
        });
    }

    void resume() {
        if (!consumer.paused().isEmpty()) {
            consumer.resume(consumer.paused());
        }
    }

    /** Records in Redis which partitions have reached the end offset they had when they were positioned. */
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
