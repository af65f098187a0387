package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.runtime.RolesConfig;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaFollower;
import io.darkroom.platform.kafka.KafkaLag;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.kafka.KafkaTraceHeaders;
import io.darkroom.platform.kafka.LogUnavailableException;
import io.darkroom.platform.kafka.OffsetLedger;
import io.darkroom.platform.telemetry.log.LogFields;
import io.darkroom.platform.telemetry.metric.EdgeMetrics;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.platform.telemetry.trace.Tracing;
import io.opentelemetry.context.Scope;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads deliveries and sends each one on a virtual thread. One thread owns the consumer; the others pass settled
 * offsets to it through a queue. Settled means: answered with 2xx, given up, dropped, or written to a delay topic.
 */
@Singleton
public class KafkaDeliveries extends KafkaFollower {
    static final String GROUP = "darkroom.gateway.notify.deliveries";

    private static final Logger LOG = Logger.getLogger(KafkaDeliveries.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaEndpoints endpoints;
    private final KafkaLog log;
    private final Meters meters;
    private final Tracing traces;
    private final WebhookSender sender;
    private final int inHandMax;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<TopicPartition, OffsetLedger> ledgers = new HashMap<>();
    private final Queue<Settled> settled = new ConcurrentLinkedQueue<>();
    private volatile int inHand;
    private volatile long waiting;

    KafkaDeliveries(
            KafkaClientSettings kafka,
            WebhookConfig config,
            KafkaEndpoints endpoints,
            KafkaLog log,
            WebhookSender sender,
            Meters meters,
            Tracing traces) {
        super(GROUP, kafka, config.sessionTimeout());
        this.endpoints = endpoints;
        this.log = log;
        this.sender = sender;
        this.meters = meters;
        this.traces = traces;
        this.inHandMax = config.inHand();
        meters.gauge(EdgeMetrics.WEBHOOKS_IN_HAND, this, KafkaDeliveries::inHandNow);
        meters.gauge(EdgeMetrics.WEBHOOKS_WAITING, this, KafkaDeliveries::waitingNow);
    }

    void start(@Observes StartupEvent event, RolesConfig roles) {
        if (RolesConfig.Role.WEBHOOKS.isOneOf(roles)) {
            start();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stop();
        threads.shutdownNow();
    }

    @Override
    protected void follow(KafkaConsumer<String, byte[]> consumer) throws InterruptedException {
        while (!endpoints.caughtUp() && !stopped()) {
            pause();
        }
        ledgers.clear();
        consumer.subscribe(List.of(Topics.DELIVERIES), new Rebalance(consumer));
        while (!stopped()) {
            for (ConsumerRecord<String, byte[]> entry : consumer.poll(POLL)) {
                take(entry);
            }
            commit(consumer);
            waiting = KafkaLag.of(consumer);
            if (inHand() >= inHandMax) {
                consumer.pause(consumer.assignment());
            } else {
                consumer.resume(consumer.paused());
            }
        }
        commit(consumer);
    }

    private void renewSeals() {
        try {
            endpoints.renewSeals();
        } catch (RuntimeException e) {
            LOG.warnf("cannot re-encrypt secrets now: %s", e.getMessage());
        }
    }

    private int inHand() {
        inHand = ledgers.values().stream().mapToInt(OffsetLedger::open).sum();
        return inHand;
    }

    private int inHandNow() {
        return inHand;
    }

    private long waitingNow() {
        return waiting;
    }

    private void take(ConsumerRecord<String, byte[]> entry) {
        TopicPartition partition = new TopicPartition(entry.topic(), entry.partition());
        OffsetLedger ledger = ledgers.computeIfAbsent(partition, key -> new OffsetLedger(entry.offset()));
        ledger.add(entry.offset());
        threads.execute(() -> {
            if (settle(entry)) {
                settled.add(new Settled(ledger, entry.offset()));
            }
        });
    }

    /** False if the process is stopping and the delivery remains unsettled. */
    private boolean settle(ConsumerRecord<String, byte[]> entry) {
        Map<String, String> trace = KafkaTraceHeaders.of(entry.headers());
        try (Scope _ = traces.context(trace).makeCurrent()) {
            return settle(Json.decode(entry.value(), Delivery.class), trace);
        } catch (Json.MalformedMessageException e) {
            LOG.errorf(
                    e, "skipping %s-%d@%d, which cannot be decoded", entry.topic(), entry.partition(), entry.offset());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean settle(Delivery delivery, Map<String, String> trace) throws InterruptedException {
        try (LogFields fields = LogFields.of(LogFields.DELIVERY, delivery.id())
                .and(LogFields.TENANT, delivery.tenant())
                .and(
                        LogFields.JOB,
                        delivery.jobId() == null ? "" : delivery.jobId().value())) {
            Settlement settlement = send(delivery);
            meters.counter(EdgeMetrics.WEBHOOK_SETTLEMENTS, settlement.wireName())
                    .increment();
            return switch (settlement) {
                case Settlement.Again again -> put(again, trace);
                case Settlement.Delivered delivered -> true;
                case Settlement.GivenUp givenUp -> true;
                case Settlement.Dropped dropped -> true;
            };
        }
    }

    private Settlement send(Delivery delivery) throws InterruptedException {
        try {
            return sender.send(delivery);
        } catch (RuntimeException e) {
            LOG.errorf(e, "delivery %s failed unexpectedly and is retried later", delivery.id());
            return sender.failed(delivery, null);
        }
    }

    private boolean put(Settlement.Again again, Map<String, String> trace) throws InterruptedException {
        Delivery delivery = again.delivery();
        while (!stopped()) {
            try {
                log.append(again.topic(), delivery.id(), Json.encode(delivery), trace);
                return true;
            } catch (LogUnavailableException e) {
                LOG.warnf("cannot reschedule delivery %s, retrying: %s", delivery.id(), e.getMessage());
                pause();
            }
        }
        return false;
    }

    private void commit(KafkaConsumer<String, byte[]> consumer) {
        for (Settled done = settled.poll(); done != null; done = settled.poll()) {
            done.ledger().settle(done.offset());
        }
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        ledgers.forEach((partition, ledger) -> {
            if (ledger.hasUncommitted()) {
                positions.put(partition, new OffsetAndMetadata(ledger.committable()));
            }
        });
        if (!positions.isEmpty()) {
            consumer.commitSync(positions);
            positions.forEach((partition, position) -> ledgerOf(partition).committed(position.offset()));
        }
    }

    private OffsetLedger ledgerOf(TopicPartition partition) {
        return Objects.requireNonNull(ledgers.get(partition));
    }

    /** The ledger of the assignment in which the record was read; after a rebalance it is no longer used. */
    private record Settled(OffsetLedger ledger, long offset) {}

    private final class Rebalance implements ConsumerRebalanceListener {
        private final KafkaConsumer<String, byte[]> consumer;

        Rebalance(KafkaConsumer<String, byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commit(consumer);
            partitions.forEach(ledgers::remove);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            partitions.forEach(ledgers::remove);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            // Ledgers are created with the first record. The owner of the first partition re-encrypts secrets.
            if (partitions.contains(new TopicPartition(Topics.DELIVERIES, 0))) {
                threads.execute(KafkaDeliveries.this::renewSeals);
            }
        }
    }
}
