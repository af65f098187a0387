package io.darkroom.gateway.quota;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.quota.HoldMark;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.runtime.RolesConfig;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaFollower;
import io.darkroom.platform.kafka.KafkaLog;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Marks the ends of jobs of tenants with a quota, behind the jobs. Offsets are committed once the log has the marks. While nobody
 * has a quota it reads nothing. What it misses, because a quota was just set or lifted, {@link KafkaQuotaQueue} finds out by looking.
 */
@Singleton
public class KafkaEnds extends KafkaFollower {
    static final String GROUP = "darkroom.gateway.quota.ends";

    private static final Logger LOG = Logger.getLogger(KafkaEnds.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaQuotas topic;
    private final Quotas quotas;
    private final KafkaLog log;

    KafkaEnds(KafkaClientSettings kafka, QuotaConfig config, KafkaQuotas topic, Quotas quotas, KafkaLog log) {
        // What ended before anybody had a quota is nobody's business here.
        super(GROUP, kafka, config.sessionTimeout(), "latest");
        this.topic = topic;
        this.quotas = quotas;
        this.log = log;
    }

    void start(@Observes StartupEvent event, RolesConfig roles) {
        if (RolesConfig.Role.API.isOneOf(roles)) {
            begin();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        end();
    }

    @Override
    protected void follow(KafkaConsumer<String, byte[]> consumer) throws InterruptedException {
        while (!closed() && !(topic.caughtUp() && quotas.any())) {
            pause();
        }
        if (closed()) {
            return;
        }
        consumer.subscribe(List.of(Topics.EVENTS));
        while (!closed() && quotas.any()) {
            ConsumerRecords<String, byte[]> batch = consumer.poll(POLL);
            List<CompletableFuture<Void>> sends = new ArrayList<>();
            for (ConsumerRecord<String, byte[]> entry : batch) {
                HoldMark mark = end(entry);
                if (mark != null) {
                    sends.add(log.send(Topics.HELD, mark.tenant(), Json.encode(mark), Map.of()));
                }
            }
            CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).join();
            if (!batch.isEmpty()) {
                consumer.commitSync(batch.nextOffsets());
            }
        }
    }

    private @Nullable HoldMark end(ConsumerRecord<String, byte[]> entry) {
        try {
            return Json.decode(entry.value(), JobEvent.class) instanceof JobEvent.Finished finished
                            && quotas.concerns(finished.tenant())
                    ? HoldMark.of(finished.jobId(), finished.tenant(), HoldMark.ENDED, finished.at())
                    : null;
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s-%d@%d is not understood and skipped", entry.topic(), entry.partition(), entry.offset());
            return null;
        }
    }
}
