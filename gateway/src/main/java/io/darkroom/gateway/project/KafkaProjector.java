package io.darkroom.gateway.project;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.platform.KafkaLag;
import io.darkroom.gateway.platform.RedisUnavailableException;
import io.darkroom.gateway.runtime.RolesConfig;
import io.darkroom.gateway.view.RedisEpochs;
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
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads jobs and events and keeps the views. One thread owns the consumer. A batch is held until Redis has it; meanwhile the
 * consumer is paused but keeps its membership. Offsets are committed after Redis was written, never before.
 */
@Singleton
public class KafkaProjector {
    /** The consumer group of the projection. */
    public static final String GROUP = "darkroom.gateway.project";

    /** Header of a job record: SHA-256 of the submitted body, if it came with an idempotency key. */
    public static final String FINGERPRINT = "darkroom-fingerprint";

    /** Header of a record of {@code darkroom.held}: the lane's topic. Without it, it is no job. */
    public static final String GOES_TO = "darkroom-goes-to";

    /** Header of a job record that waited for its tenant's quota: when its lane got it, ms since 1970. */
    public static final String RELEASED_AT = "darkroom-released-at";

    private static final Logger LOG = Logger.getLogger(KafkaProjector.class);
    private static final Duration POLL = Duration.ofMillis(100);
    static final Pattern TOPICS = Pattern.compile(
            Topics.ALL_JOBS.pattern() + "|" + Pattern.quote(Topics.HELD) + "|" + Pattern.quote(Topics.EVENTS));

    private final Map<String, Object> settings;
    private final ProjectionConfig config;
    private final RedisEpochs epochs;
    private final Projector projector;
    private final ProjectionMeters progress;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable KafkaConsumer<String, byte[]> current;

    KafkaProjector(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap,
            ProjectionConfig config,
            RedisEpochs epochs,
            Projector projector,
            Meters meters,
            Clock clock) {
        this.config = config;
        this.epochs = epochs;
        this.projector = projector;
        this.settings = settings(bootstrap, config);
        this.progress = new ProjectionMeters(meters, clock);
        this.thread = Thread.ofPlatform().daemon().name("projector").unstarted(this::run);
    }

    private static Map<String, Object> settings(String bootstrap, ProjectionConfig config) {
        Map<String, Object> settings = new HashMap<>();
        int session = (int) config.sessionTimeout().toMillis();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.batch());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, session / 4);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        config.instanceId().ifPresent(id -> settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
        return settings;
    }

    void start(@Observes StartupEvent event, RolesConfig roles) {
        if (RolesConfig.Role.API.isOneOf(roles)) {
            thread.start();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        closed = true;
        KafkaConsumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        if (thread.isAlive()) {
            thread.join(Duration.ofSeconds(5));
        }
    }

    private void run() {
        while (!closed) {
            try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
                current = consumer;
                follow(consumer);
            } catch (WakeupException e) {
                LOG.debug("projection stopped");
            } catch (KafkaException e) {
                LOG.warnf(e, "the projection lost the log, joining again");
            } catch (RuntimeException e) {
                LOG.errorf(e, "the projection failed, joining again from the committed offsets");
            }
        }
    }

    private void follow(KafkaConsumer<String, byte[]> consumer) {
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
        while (!closed) {
            held = partitions.keepOwned(held.with(consumer.poll(POLL)));
            progress.behind(held.records().size() + KafkaLag.of(consumer));
            try {
                if (System.nanoTime() - checkAt >= 0) {
                    checkAt = System.nanoTime() + config.epochCheck().toNanos();
                    if (partitions.renewEpoch()) {
                        held = Held.NOTHING;
                    }
                }
                held = carry(partitions, held);
            } catch (Projector.EpochOverException e) {
                checkAt = System.nanoTime();
                held = Held.NOTHING;
                partitions.forgetEpoch();
            } catch (RedisUnavailableException e) {
                LOG.warnf(
                        "Redis is away; the projection waits with %d records: %s",
                        held.records().size(), e.getMessage());
                consumer.pause(consumer.assignment());
            }
        }
    }

    private Held carry(KafkaProjectedPartitions partitions, Held held) {
        if (!partitions.ready()) {
            return held;
        }
        if (!held.records().isEmpty()) {
            projector.project(batch(held.records()), partitions.epoch());
            partitions.commit(held.records());
            progress.carried(held.records().size(), held.records().getLast().timestamp());
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
                    String released = header(entry, RELEASED_AT);
                    batch.request(
                            request,
                            header(entry, FINGERPRINT),
                            released == null ? request.createdAt() : Instant.ofEpochMilli(Long.parseLong(released)));
                } else if (header(entry, GOES_TO) != null) {
                    batch.request(Json.decode(entry.value(), JobRequest.class), header(entry, FINGERPRINT), null);
                }
            } catch (RuntimeException e) {
                LOG.errorf(
                        e, "%s-%d@%d is not understood and skipped", entry.topic(), entry.partition(), entry.offset());
            }
        }
        return batch;
    }

    private static @Nullable String header(ConsumerRecord<?, ?> entry, String name) {
        Header header = entry.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Records that were read and that Redis has not got yet. */
    record Held(List<ConsumerRecord<String, byte[]>> records) {
        static final Held NOTHING = new Held(List.of());

        Held with(Iterable<ConsumerRecord<String, byte[]>> more) {
            List<ConsumerRecord<String, byte[]>> all = new ArrayList<>(records);
            more.forEach(all::add);
            return new Held(List.copyOf(all));
        }
    }
}
