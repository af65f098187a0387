package io.darkroom.gateway.channel;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;

/**
 * Commit strategy {@value #STRATEGY}: one commit for all partitions of an acknowledged batch, retried while the brokers
 * are unavailable. For channels that process one batch after the other. SmallRye's own strategies do not fit: {@code
 * latest} drops failed commits, and {@code throttled} closes the channel permanently when a batch takes longer than
 * {@code throttled.unprocessed-record-max-age.ms} or when it cannot read the committed offsets.
 */
final class KafkaBatchCommit implements KafkaCommitHandler {
    static final String STRATEGY = "batch";

    private static final Logger LOG = Logger.getLogger(KafkaBatchCommit.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String channel;
    private final KafkaConsumer<?, ?> consumer;
    private final Set<TopicPartition> assigned = new HashSet<>();
    private final Map<TopicPartition, OffsetAndMetadata> pending = new HashMap<>();
    private boolean committing;

    private KafkaBatchCommit(String channel, KafkaConsumer<?, ?> consumer) {
        this.channel = channel;
        this.consumer = consumer;
    }

    /** Creates a handler for each channel that uses the strategy. */
    @ApplicationScoped
    @Identifier(STRATEGY)
    public static class Factory implements KafkaCommitHandler.Factory {
        @Override
        public KafkaCommitHandler create(
                KafkaConnectorIncomingConfiguration config,
                Vertx vertx,
                KafkaConsumer<?, ?> consumer,
                BiConsumer<Throwable, Boolean> reportFailure) {
            return new KafkaBatchCommit(config.getChannel(), consumer);
        }
    }

    /** Called with the last record of each partition when a batch is acknowledged. */
    @Override
    public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> entry) {
        TopicPartition partition = new TopicPartition(entry.getTopic(), entry.getPartition());
        if (addPending(partition, new OffsetAndMetadata(entry.getOffset() + 1))) {
            commit();
        }
        return Uni.createFrom().voidItem().runSubscriptionOn(entry::runOnMessageContext);
    }

    /**
     * True if no commit is in progress. Positions of revoked partitions are dropped: their next owner reads the records
     * again.
     */
    private synchronized boolean addPending(TopicPartition partition, OffsetAndMetadata position) {
        if (!assigned.contains(partition)) {
            return false;
        }
        pending.put(partition, position);
        boolean idle = !committing;
        committing = true;
        return idle;
    }

    private void commit() {
        consumer.runOnPollingThread(this::commitPending)
                .onFailure(RetriableException.class)
                .retry()
                .withBackOff(PAUSE, PAUSE)
                .indefinitely()
                .subscribe()
                .with(done -> {}, e -> LOG.errorf(e, "channel %s cannot commit", channel));
    }

    private void commitPending(Consumer<?, ?> client) {
        Map<TopicPartition, OffsetAndMetadata> positions = drainPending();
        try {
            commit(client, positions);
        } catch (RetriableException e) {
            restorePending(positions);
            throw e;
        }
    }

    private void commit(Consumer<?, ?> client, Map<TopicPartition, OffsetAndMetadata> positions) {
        if (positions.isEmpty()) {
            return;
        }
        try {
            client.commitSync(positions);
        } catch (RetriableException e) {
            throw e;
        } catch (KafkaException e) {
            // No longer a member of the group: another member, or this one after rejoining, reads from the last
            // committed position.
            LOG.warnf("channel %s failed to commit %s: %s", channel, positions, e.getMessage());
        }
    }

    private synchronized Map<TopicPartition, OffsetAndMetadata> drainPending() {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>(pending);
        pending.clear();
        committing = false;
        return positions;
    }

    private synchronized void restorePending(Map<TopicPartition, OffsetAndMetadata> positions) {
        positions.forEach(pending::putIfAbsent);
        pending.keySet().retainAll(assigned);
        committing = true;
    }

    @Override
    public synchronized void partitionsAssigned(Collection<TopicPartition> partitions) {
        assigned.addAll(partitions);
    }

    /** Runs on the consumer's thread, like all commits. */
    @Override
    public void partitionsRevoked(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> positions = revoke(partitions);
        try {
            commit(consumer.unwrap(), positions);
        } catch (RetriableException e) {
            LOG.warnf("channel %s leaves %s uncommitted: %s", channel, positions, e.getMessage());
        }
    }

    private synchronized Map<TopicPartition, OffsetAndMetadata> revoke(Collection<TopicPartition> partitions) {
        assigned.removeAll(partitions);
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>(pending);
        positions.keySet().retainAll(partitions);
        pending.keySet().removeAll(partitions);
        return positions;
    }
}
