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
 * Commit strategy {@value #STRATEGY}: one commit for all partitions of an acknowledged batch, tried again while the brokers
 * are away. For channels that handle one batch after the other. SmallRye's own strategies do not fit: {@code latest} drops a
 * commit that failed, and {@code throttled} closes the channel for good when a batch takes longer than
 * {@code throttled.unprocessed-record-max-age.ms}, or when it cannot read the committed offsets.
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

    /** Makes one for each channel that names the strategy. */
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

    /** Of a batch, the last record of each partition comes here, when the batch is acknowledged. */
    @Override
    public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> entry) {
        TopicPartition partition = new TopicPartition(entry.getTopic(), entry.getPartition());
        if (note(partition, new OffsetAndMetadata(entry.getOffset() + 1))) {
            commit();
        }
        return Uni.createFrom().voidItem().runSubscriptionOn(entry::runOnMessageContext);
    }

    /** True: nobody commits yet. What was revoked meanwhile is the next owner's, who reads it again. */
    private synchronized boolean note(TopicPartition partition, OffsetAndMetadata position) {
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
                .with(done -> {}, e -> LOG.errorf(e, "channel %s does not commit", channel));
    }

    private void commitPending(Consumer<?, ?> client) {
        Map<TopicPartition, OffsetAndMetadata> positions = take();
        try {
            commit(client, positions);
        } catch (RetriableException e) {
            giveBack(positions);
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
            // No member of the group any more: another one reads from the last position, or this one after it joined
            // again.
            LOG.warnf("channel %s did not commit %s: %s", channel, positions, e.getMessage());
        }
    }

    private synchronized Map<TopicPartition, OffsetAndMetadata> take() {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>(pending);
        pending.clear();
        committing = false;
        return positions;
    }

    private synchronized void giveBack(Map<TopicPartition, OffsetAndMetadata> positions) {
        positions.forEach(pending::putIfAbsent);
        pending.keySet().retainAll(assigned);
        committing = true;
    }

    @Override
    public synchronized void partitionsAssigned(Collection<TopicPartition> partitions) {
        assigned.addAll(partitions);
    }

    /** On the consumer's thread, as all commits. */
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
