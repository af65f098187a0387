package io.darkroom.gateway.quota;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.quota.HoldMark;
import io.darkroom.contracts.wire.Json;
import io.darkroom.gateway.channel.ChannelGate;
import io.darkroom.gateway.channel.Channels;
import io.darkroom.gateway.channel.KafkaSender;
import io.darkroom.gateway.runtime.RolesConfig;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Appends a mark to {@code darkroom.held} for each ended job of a tenant with a quota. Offsets are committed once the
 * marks are acknowledged. While no tenant has a quota it reads nothing. Ends that it misses because a quota was just
 * set or removed are found by {@link KafkaQuotaQueue}.
 */
@Singleton
public class KafkaEnds {
    private static final Logger LOG = Logger.getLogger(KafkaEnds.class);

    private final KafkaQuotas topic;
    private final Quotas quotas;
    private final KafkaSender<HoldMark> marks;
    private final ChannelGate gate;
    private final ExecutorService threads;
    private final boolean active;

    KafkaEnds(
            KafkaQuotas topic,
            Quotas quotas,
            KafkaSender<HoldMark> marks,
            ChannelGate gate,
            @VirtualThreads ExecutorService threads,
            RolesConfig roles) {
        this.topic = topic;
        this.quotas = quotas;
        this.marks = marks;
        this.gate = gate;
        this.threads = threads;
        this.active = RolesConfig.Role.API.isOneOf(roles);
    }

    @Scheduled(every = "1s", skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void openWhileThereAreQuotas() {
        gate.set(Channels.QUOTA_ENDS, active && topic.caughtUp() && quotas.any());
    }

    @Incoming(Channels.QUOTA_ENDS)
    Uni<Void> mark(ConsumerRecords<String, byte[]> batch) {
        return Uni.createFrom()
                .item(() -> ends(batch))
                .runSubscriptionOn(threads)
                .chain(marks::sendUntilAcknowledged);
    }

    private List<KafkaSender.Outgoing<HoldMark>> ends(ConsumerRecords<String, byte[]> batch) {
        List<KafkaSender.Outgoing<HoldMark>> ends = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> entry : batch) {
            HoldMark mark = end(entry);
            if (mark != null) {
                ends.add(new KafkaSender.Outgoing<>(mark, Map.of()));
            }
        }
        return ends;
    }

    private @Nullable HoldMark end(ConsumerRecord<String, byte[]> entry) {
        try {
            return Json.decode(entry.value(), JobEvent.class) instanceof JobEvent.Finished finished
                            && quotas.mayBeHeld(finished.tenant())
                    ? HoldMark.of(finished.jobId(), finished.tenant(), HoldMark.ENDED, finished.at())
                    : null;
        } catch (RuntimeException e) {
            LOG.errorf(
                    e, "skipping %s-%d@%d, which cannot be decoded", entry.topic(), entry.partition(), entry.offset());
            return null;
        }
    }
}
