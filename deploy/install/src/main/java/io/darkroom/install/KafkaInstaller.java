package io.darkroom.install;

import io.darkroom.cli.time.Polling;
import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.wire.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What an installation of Darkroom needs in Kafka: its topics, and its share groups' settings. Repeatable. */
public final class KafkaInstaller {
    private static final int CALL_SECONDS = 15;
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** Replicas that must have a record before it counts as accepted, where there are three. */
    private static final String IN_SYNC_OF_THREE = "2";

    private KafkaInstaller() {}

    /** Whether a broker serves at this address, registered and unfenced. */
    public static boolean answers(String bootstrap) throws InterruptedException {
        try (Admin admin = admin(bootstrap)) {
            return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            // A KafkaException: the name does not resolve, e.g. of a container that is not there yet.
            return false;
        }
    }

    /**
     * Creates the missing topics with one replica each; see {@link #install(String, int, int)}.
     *
     * @throws IllegalStateException if the broker refuses or does not answer in time
     */
    public static void install(String bootstrap, int cellsPerLane) throws InterruptedException {
        install(bootstrap, cellsPerLane, 1);
    }

    /**
     * Creates the missing topics, waits until each partition has a leader and sets the share groups up.
     *
     * @param replicas of each partition; with three or more, a record is accepted when two have it
     * @throws IllegalStateException if the broker refuses or does not answer in time
     */
    public static void install(String bootstrap, int cellsPerLane, int replicas) throws InterruptedException {
        try (Admin admin = admin(bootstrap)) {
            List<Topics.Spec> specs = Topics.all(cellsPerLane);
            createMissing(admin, specs, replicas);
            setUpGroups(admin);
            awaitLeaders(admin, specs);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot set up Kafka at " + bootstrap + ": " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka at " + bootstrap + " did not answer the set-up in time", e);
        }
    }

    private static Admin admin(String bootstrap) {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, 20,
                AdminClientConfig.RETRY_BACKOFF_MS_CONFIG, 20));
    }

    private static void createMissing(Admin admin, List<Topics.Spec> specs, int replicas)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<NewTopic> topics = specs.stream()
                .map(spec ->
                        new NewTopic(spec.name(), spec.partitions(), (short) replicas).configs(configs(spec, replicas)))
                .toList();
        for (var created : admin.createTopics(topics).values().values()) {
            try {
                created.get(CALL_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private static Map<String, String> configs(Topics.Spec spec, int replicas) {
        Map<String, String> configs = new HashMap<>(spec.config());
        if (replicas >= 3) {
            configs.put("min.insync.replicas", IN_SYNC_OF_THREE);
        }
        return configs;
    }

    private static void setUpGroups(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        List<AlterConfigOp> settings = List.of(
                // The default is latest: a job sent before the first worker ever joined would be lost.
                set("share.auto.offset.reset", "earliest"),
                // The most there is, above our own limit of attempts: the broker never drops a record on its own.
                set("share.delivery.count.limit", "25"));
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (Lane lane : Lane.values()) {
            changes.put(new ConfigResource(ConfigResource.Type.GROUP, Topics.workers(lane)), settings);
        }
        admin.incrementalAlterConfigs(changes).all().get(CALL_SECONDS, TimeUnit.SECONDS);
    }

    private static AlterConfigOp set(String key, String value) {
        return new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
    }

    private static void awaitLeaders(Admin admin, List<Topics.Spec> specs)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<String> topics = specs.stream().map(Topics.Spec::name).toList();
        if (!Polling.until(() -> haveLeaders(admin, topics), PAUSE, Duration.ofSeconds(CALL_SECONDS))) {
            throw new TimeoutException("no leader for some of " + topics);
        }
    }

    private static boolean haveLeaders(Admin admin, List<String> topics)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return admin.describeTopics(topics).allTopicNames().get(CALL_SECONDS, TimeUnit.SECONDS).values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .noneMatch(part -> part.leader() == null);
        } catch (ExecutionException e) {
            // The controller has created them; the broker that answers may not know them yet.
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }
}
