package io.darkroom.gateway.webhook;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.outbound.Outbound;
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
import java.time.Clock;
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
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Takes deliveries and has each one brought on a virtual thread of its own. One thread owns the consumer; the others hand
 * it what is settled by a queue. Settled means: answered by a 2xx, given up, dropped, or safe in a delay topic.
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
    private final WebhookSender courier;
    private final int inHandMax;
    private final ExecutorService couriers = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<TopicPartition, OffsetLedger> ledgers = new HashMap<>();
    private final Queue<Settled> settled = new ConcurrentLinkedQueue<>();
    private volatile int inHand;
    private volatile long waiting;

    KafkaDeliveries(
            KafkaClientSettings kafka,
            WebhookConfig config,
            KafkaEndpoints endpoints,
            KafkaLog log,
            Outbound outbound,
            DeliveryLog attempts,
            EndpointHealth health,
            Meters meters,
            Tracing traces,
            RandomGenerator random,
            Clock clock) {
        super(GROUP, kafka, config.sessionTimeout());
        this.endpoints = endpoints;
        this.log = log;
        this.meters = meters;
        this.traces = traces;
        this.inHandMax = config.inHand();
        ReceiverLimits limits =
                new ReceiverLimits(config.callsPerReceiver(), config.waitingPerReceiver(), config.patience(), clock);
        this.courier = new WebhookSender(
                endpoints,
                new WebhookCalls(outbound, traces, meters),
                new RetrySchedule(config.delays(), config.jitter(), config.retryAfterMax(), random),
                limits,
                attempts,
                health,
                new WebhookSender.Patience(config.timeout(), config.disableAfter(), config.maxDeferrals()),
                clock);
        meters.gauge(EdgeMetrics.WEBHOOKS_IN_HAND, this, KafkaDeliveries::inHandNow);
        meters.gauge(EdgeMetrics.WEBHOOKS_WAITING, this, KafkaDeliveries::waitingNow);
        meters.gauge(EdgeMetrics.WEBHOOKS_FAILING, limits, ReceiverLimits::failing);
    }

    void start(@Observes StartupEvent event, RolesConfig roles) {
        if (RolesConfig.Role.WEBHOOKS.isOneOf(roles)) {
            begin();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        end();
        couriers.shutdownNow();
    }

    @Override
    protected void follow(KafkaConsumer<String, byte[]> consumer) throws InterruptedException {
        while (!endpoints.caughtUp() && !closed()) {
            pause();
        }
        ledgers.clear();
        consumer.subscribe(List.of(Topics.DELIVERIES), new Rebalance(consumer));
        while (!closed()) {
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
            LOG.warnf("secrets are not sealed anew this time: %s", e.getMessage());
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
        ledger.taken(entry.offset());
        couriers.execute(() -> {
            if (settle(entry)) {
                settled.add(new Settled(ledger, entry.offset()));
            }
        });
    }

    /** False: the process is closing and the delivery stays with the log. */
    private boolean settle(ConsumerRecord<String, byte[]> entry) {
        Map<String, String> trace = KafkaTraceHeaders.of(entry.headers());
        try (Scope _ = traces.context(trace).makeCurrent()) {
            return settle(Json.decode(entry.value(), Delivery.class), trace);
        } catch (Json.MalformedMessageException e) {
            LOG.errorf(e, "%s-%d@%d is not understood and skipped", entry.topic(), entry.partition(), entry.offset());
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
            Settlement settlement = brought(delivery);
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

    private Settlement brought(Delivery delivery) throws InterruptedException {
        try {
            return courier.bring(delivery);
        } catch (RuntimeException e) {
            LOG.errorf(e, "delivery %s failed in an unforeseen way and is tried again later", delivery.id());
            return courier.failed(delivery, null);
        }
    }

    private boolean put(Settlement.Again again, Map<String, String> trace) throws InterruptedException {
        Delivery delivery = again.delivery();
        while (!closed()) {
            try {
                log.append(again.topic(), delivery.id(), Json.encode(delivery), trace);
                return true;
            } catch (LogUnavailableException e) {
                LOG.warnf("delivery %s stays in hand, the log does not take it: %s", delivery.id(), e.getMessage());
                pause();
            }
        }
        return false;
    }

    private void commit(KafkaConsumer<String, byte[]> consumer) {
        for (Settled done = settled.poll(); done != null; done = settled.poll()) {
            done.ledger().settled(done.offset());
        }
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        ledgers.forEach((partition, ledger) -> {
            if (ledger.hasNews()) {
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

    /** The ledger is the one in force when the record was taken; after a rebalance it is nobody's any more. */
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
            // A ledger begins with the first record. One gateway at a time has the first partition, and cares for the
            // seals.
            if (partitions.contains(new TopicPartition(Topics.DELIVERIES, 0))) {
                couriers.execute(KafkaDeliveries.this::renewSeals);
            }
        }
    }
}
