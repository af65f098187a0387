package io.darkroom.install;

import io.darkroom.cli.time.Polling;
import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaShareGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;

/** The share groups of the lanes: sets them up, and checks that the cluster keeps what it was told. */
final class KafkaGroups {
    /** The most that a cluster can allow, above our own limit of attempts: the broker never drops a record on its own. */
    private static final int DELIVERIES = 25;
    /** The most that a cluster allows unless it is configured otherwise. */
    private static final int USUAL_DELIVERIES = 10;

    private static final String SIZE = "group.share.max.size";
    /** Kafka's largest. A slot of a worker is a member. */
    private static final int LARGEST_SIZE = 1_000;

    private final Admin admin;

    KafkaGroups(Admin admin) {
        this.admin = admin;
    }

    /**
     * Asserts that the cluster has share groups.
     *
     * @throws IllegalStateException if not, with the command that raises the feature
     */
    void requireFeature() throws InterruptedException, ExecutionException, TimeoutException {
        require(KafkaShareGroup.obstacles(await(admin.describeFeatures().featureMetadata())));
    }

    /** Sets all groups up and asserts that they are; returns sentences about what is less than it could be. */
    List<String> setUp(Duration lock) throws InterruptedException, ExecutionException, TimeoutException {
        List<String> notes = new ArrayList<>();
        int deliveries = DELIVERIES;
        try {
            set(lock, deliveries);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof InvalidConfigurationException)) {
                throw e;
            }
            deliveries = USUAL_DELIVERIES;
            set(lock, deliveries);
            notes.add("the cluster allows " + USUAL_DELIVERIES + " deliveries of a record, not " + DELIVERIES
                    + ": a job whose worker dies so often is dropped by Kafka itself; "
                    + "raise group.share.max.delivery.count.limit to " + DELIVERIES);
        }
        awaitTaken(lock, deliveries);
        notes.addAll(size());
        return notes;
    }

    private void set(Duration lock, int deliveries) throws InterruptedException, ExecutionException, TimeoutException {
        List<AlterConfigOp> settings = List.of(
                // The default is latest: a job sent before the first worker ever joined would be lost.
                set(KafkaShareGroup.OFFSET_RESET, KafkaShareGroup.FROM_THE_FIRST),
                set(KafkaShareGroup.DELIVERY_LIMIT, Integer.toString(deliveries)),
                set(KafkaShareGroup.LOCK, Long.toString(lock.toMillis())));
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        resources().forEach(group -> changes.put(group, settings));
        await(admin.incrementalAlterConfigs(changes).all());
    }

    /** The controller has the settings; the broker that a worker asks may report the earlier ones for a moment. */
    private void awaitTaken(Duration lock, int deliveries)
            throws InterruptedException, ExecutionException, TimeoutException {
        boolean taken = Polling.until(
                () -> read().stream()
                        .allMatch(group -> group.obstacles().isEmpty()
                                && group.lock().equals(lock)
                                && group.deliveries() == deliveries),
                KafkaInstaller.PAUSE,
                Duration.ofSeconds(KafkaInstaller.CALL_SECONDS));
        if (!taken) {
            List<KafkaShareGroup> found = read();
            found.forEach(group -> require(group.obstacles()));
            throw new TimeoutException("the brokers do not report what was set: " + found);
        }
    }

    private List<KafkaShareGroup> read() throws InterruptedException, ExecutionException, TimeoutException {
        return await(admin.describeConfigs(resources()).all()).entrySet().stream()
                .map(entry -> KafkaShareGroup.of(entry.getKey().name(), entry.getValue()))
                .toList();
    }

    /** How many slots a lane can have in all; brokers tell it to those only who may read their configuration. */
    private List<String> size() throws InterruptedException, ExecutionException, TimeoutException {
        Node broker = await(admin.describeCluster().nodes()).iterator().next();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker.idString());
        try {
            Config config =
                    await(admin.describeConfigs(List.of(resource)).all()).get(resource);
            ConfigEntry entry = config == null ? null : config.get(SIZE);
            return entry == null || Integer.parseInt(entry.value()) >= LARGEST_SIZE
                    ? List.of()
                    : List.of("a share group has at most " + entry.value() + " members (" + SIZE
                            + "), one for each slot of its lane: for more, raise it to " + LARGEST_SIZE
                            + " or have more cells");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return List.of("this user may not read the brokers' configuration: see to it that " + SIZE
                        + " is at least the number of slots of a lane (200 unless configured, at most " + LARGEST_SIZE
                        + ")");
            }
            throw e;
        }
    }

    private static void require(List<String> obstacles) {
        if (!obstacles.isEmpty()) {
            throw new IllegalStateException(String.join("\n", obstacles));
        }
    }

    private static List<ConfigResource> resources() {
        return Arrays.stream(Lane.values())
                .map(lane -> new ConfigResource(ConfigResource.Type.GROUP, Topics.workers(lane)))
                .toList();
    }

    private static AlterConfigOp set(String key, String value) {
        return new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
    }

    private static <T> T await(KafkaFuture<T> answer)
            throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(KafkaInstaller.CALL_SECONDS, TimeUnit.SECONDS);
    }
}
