package io.darkroom.gateway.project;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.RecordHeaders;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.runtime.RolesConfig;
import io.darkroom.gateway.view.RedisEpochs;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaFollower;
import io.darkroom.platform.kafka.KafkaLag;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.darkroom.platform.telemetry.metric.Meters;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads jobs and events and updates the views. One thread owns the consumer. A batch is held until it was written to
 * Redis; meanwhile the consumer is paused but stays in its group. Offsets are committed after Redis was written, never
 * before.
 */
@Singleton
public class KafkaProjector extends KafkaFollower {
    /** The consumer group of the projection. */
    public static final String GROUP = "darkroom.gateway.project";

    private static final Logger LOG = Logger.getLogger(KafkaProjector.class);
    private static final Duration POLL = Duration.ofMillis(100);
    static final Pattern TOPICS = Pattern.compile(
            Topics.ALL_JOBS.pattern() + "|" + Pattern.quote(Topics.HELD) + "|" + Pattern.quote(Topics.EVENTS));

    private final ProjectionConfig config;
    private final RedisEpochs epochs;
    private final Projector projector;
    private final ProjectionMeters progress;

    KafkaProjector(
            KafkaClientSettings kafka,
            ProjectionConfig config,
            RedisEpochs epochs,
            Projector projector,
            Meters meters,
            Clock clock) {
        super(GROUP, kafka, config.sessionTimeout(), settings(config));
        this.config = config;
        this.epochs = epochs;
        this.projector = projector;
        this.progress = new ProjectionMeters(meters, clock);
    }

    private static Map<String, Object> settings(ProjectionConfig config) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.batch());
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        config.instanceId().ifPresent(id -> settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
        return settings;
    }

    void start(@Observes StartupEvent event, RolesConfig roles) {
        if (RolesConfig.Role.API.isOneOf(roles)) {
            start();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stop();
    }

    @Override
    protected void follow(KafkaConsumer<String, byte[]> consumer) {
        KafkaProjectedPartitions partitions = new KafkaProjectedPartitions(consumer, epochs);
        consumer.subscribe(TOPICS, new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
                partitions.revoked(revoked);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
                partitions.assigned(assigned);
            }
        });
        Held held = new Held(List.of());
        long checkAt = System.nanoTime();
        while (!stopped()) {
            held = partitions.keepOwned(held.with(consumer.poll(POLL)));
            progress.behind(held.records().size() + KafkaLag.of(consumer));
            try {
                if (System.nanoTime() - checkAt >= 0) {
                    checkAt = System.nanoTime() + config.epochCheck().toNanos();
                    if (partitions.renewEpoch()) {
                        held = Held.NOTHING;
                    }
                }
                held = project(partitions, held);
            } catch (Projector.EpochEndedException e) {
                checkAt = System.nanoTime();
                held = Held.NOTHING;
                partitions.forgetEpoch();
            } catch (RedisUnavailableException e) {
                LOG.warnf(
                        "Redis is unavailable, the projection is waiting with %d records: %s",
                        held.records().size(), e.getMessage());
                consumer.pause(consumer.assignment());
            }
        }
    }

    private Held project(KafkaProjectedPartitions partitions, Held held) {
        if (!partitions.ready()) {
            return held;
        }
        if (!held.records().isEmpty()) {
            projector.project(batch(held.records()), partitions.epoch());
            partitions.commit(held.records());
            progress.projected(held.records().size(), held.records().getLast().timestamp());
        }
        partitions.resume();
        partitions.markRebuilt();
        return Held.NOTHING;
    }

    private static ProjectionBatch batch(List<ConsumerRecord<String, byte[]>> records) {
        ProjectionBatch batch = new ProjectionBatch();
        for (var entry : records) {
            try {
                if (entry.topic().equals(Topics.EVENTS)) {
                    batch.event(Json.decode(entry.value(), JobEvent.class));
                } else if (!entry.topic().equals(Topics.HELD)) {
                    JobRequest request = Json.decode(entry.value(), JobRequest.class);
                    String released = header(entry, RecordHeaders.RELEASED_AT);
                    batch.request(
                            request,
                            header(entry, RecordHeaders.FINGERPRINT),
                            released == null ? request.createdAt() : Instant.ofEpochMilli(Long.parseLong(released)));
                } else if (header(entry, RecordHeaders.GOES_TO) != null) {
                    batch.request(
                            Json.decode(entry.value(), JobRequest.class),
                            header(entry, RecordHeaders.FINGERPRINT),
                            null);
                }
            } catch (RuntimeException e) {
                LOG.errorf(
                        e,
                        "skipping %s-%d@%d, which cannot be decoded",
                        entry.topic(),
                        entry.partition(),
                        entry.offset());
            }
        }
        return batch;
    }

    private static @Nullable String header(ConsumerRecord<?, ?> entry, String name) {
        Header header = entry.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Records that were read but not yet written to Redis. */
    record Held(List<ConsumerRecord<String, byte[]>> records) {
        static final Held NOTHING = new Held(List.of());

        Held with(Iterable<ConsumerRecord<String, byte[]>> more) {
            List<ConsumerRecord<String, byte[]>> all = new ArrayList<>(records);
            more.forEach(all::add);
            return new Held(List.copyOf(all));
        }
    }
}
