package io.darkroom.worker.intake;

import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaShareGroup;
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
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/** The lanes' share groups as the broker has them; checked once, before the first consumer joins. */
public final class KafkaShareGroups implements AutoCloseable {
    private final String brokers;
    private final Admin admin;
    private final Duration patience;

    /**
     * @param lockTime how long a record stays with a worker that is silent
     */
    public record Limits(int deliveries, Duration lockTime) {}

    public KafkaShareGroups(KafkaClientSettings kafka, Duration patience) {
        this.brokers = kafka.bootstrapServers();
        this.patience = patience;
        this.admin = Admin.create(kafka.with(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) patience.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) Math.min(5_000, patience.toMillis()))));
    }

    /**
     * Asserts that a lane's topics and group are there as {@code install} sets them up, and reads the group's limits. Nothing is
     * changed: a worker's user has no right to.
     *
     * @throws GroupNotInstalledException if jobs would be lost or run twice
     * @throws IllegalStateException if the broker refuses or cannot be reached
     */
    public Limits require(Lane lane, int cells) {
        String group = Topics.workers(lane);
        try {
            requireTopics(lane, cells);
            requireNothing(
                    KafkaShareGroup.obstacles(await(admin.describeFeatures().featureMetadata())));
            ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
            KafkaShareGroup found = KafkaShareGroup.of(
                    group,
                    Objects.requireNonNull(
                            await(admin.describeConfigs(List.of(resource)).all())
                                    .get(resource)));
            requireNothing(found.obstacles());
            return new Limits(found.deliveries(), found.lock());
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "cannot check share group '" + group + "': " + (e.getCause() == null ? e : e.getCause()), e);
        }
    }

    private void requireTopics(Lane lane, int cells) throws ExecutionException, TimeoutException {
        List<String> missing = new ArrayList<>(List.of(Topics.EVENTS, Topics.MODELS, Topics.DEAD_LETTERS));
        for (int cell = 0; cell < cells; cell++) {
            missing.add(Topics.jobs(lane, cell));
        }
        Set<String> found = await(admin.listTopics().names());
        missing.removeAll(found);
        if (!missing.isEmpty()) {
            throw new GroupNotInstalledException(
                    "Kafka has no topic " + String.join(", ", missing) + ", or this worker's user may not see it",
                    brokers);
        }
        if (found.contains(Topics.jobs(lane, cells))) {
            throw new GroupNotInstalledException(
                    "darkroom.worker.cells is " + cells + ", but there is a topic " + Topics.jobs(lane, cells)
                            + " from which no worker would draw",
                    brokers);
        }
    }

    private void requireNothing(List<String> obstacles) {
        if (!obstacles.isEmpty()) {
            throw new GroupNotInstalledException(String.join("; ", obstacles), brokers);
        }
    }

    private <T> T await(KafkaFuture<T> future) throws ExecutionException, TimeoutException {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while checking share groups", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
