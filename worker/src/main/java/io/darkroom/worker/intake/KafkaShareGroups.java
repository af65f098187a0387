package io.darkroom.worker.intake;

import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaClientSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/** The lanes' share groups as the broker has them; looked at once, before the first consumer joins. */
public final class KafkaShareGroups implements AutoCloseable {
    private static final String OFFSET_RESET = "share.auto.offset.reset";
    private static final String DELIVERY_LIMIT = "share.delivery.count.limit";
    private static final String LOCK_TIME = "share.record.lock.duration.ms";
    /** Kafka's own defaults, for brokers that do not tell. */
    private static final String DEFAULT_DELIVERY_LIMIT = "5";

    private static final String DEFAULT_LOCK_TIME = "30000";

    private final Admin admin;
    private final Duration patience;

    /**
     * @param lockTime how long a record stays with a worker that is silent
     */
    public record Limits(int deliveries, Duration lockTime) {}

    public KafkaShareGroups(KafkaClientSettings kafka, Duration patience) {
        this.patience = patience;
        this.admin = Admin.create(kafka.with(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) patience.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) Math.min(5_000, patience.toMillis()))));
    }

    /**
     * Sees to it that a lane's group starts from its first record, and reads its limits.
     *
     * @throws IllegalStateException if a topic is missing, the group cannot be set up or the broker cannot be reached
     */
    public Limits prepare(Lane lane, int cells) {
        List<String> topics = new ArrayList<>(List.of(Topics.EVENTS, Topics.MODELS, Topics.DEAD_LETTERS));
        for (int cell = 0; cell < cells; cell++) {
            topics.add(Topics.jobs(lane, cell));
        }
        String group = Topics.workers(lane);
        try {
            Set<String> existing = await(admin.listTopics().names());
            topics.removeAll(existing);
            if (!topics.isEmpty()) {
                throw new IllegalStateException(
                        "Kafka has no topic " + String.join(", ", topics) + "; create what Topics.all lists");
            }
            ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
            Config config = Objects.requireNonNull(
                    await(admin.describeConfigs(List.of(resource)).all()).get(resource));
            if (!"earliest".equals(value(config, OFFSET_RESET, "latest"))) {
                // Otherwise jobs that were published before the first worker ever came would never run.
                await(admin.incrementalAlterConfigs(Map.of(
                                resource,
                                List.of(new AlterConfigOp(
                                        new ConfigEntry(OFFSET_RESET, "earliest"), AlterConfigOp.OpType.SET))))
                        .all());
            }
            return new Limits(
                    Integer.parseInt(value(config, DELIVERY_LIMIT, DEFAULT_DELIVERY_LIMIT)),
                    Duration.ofMillis(Long.parseLong(value(config, LOCK_TIME, DEFAULT_LOCK_TIME))));
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "cannot prepare share group '" + group + "': " + (e.getCause() == null ? e : e.getCause()), e);
        }
    }

    private static String value(Config config, String name, String otherwise) {
        ConfigEntry entry = config.get(name);
        return entry == null || entry.value() == null ? otherwise : entry.value();
    }

    private <T> T await(KafkaFuture<T> future) throws ExecutionException, TimeoutException {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while preparing share groups", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
