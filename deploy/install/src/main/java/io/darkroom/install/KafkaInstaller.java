package io.darkroom.install;

import io.darkroom.cli.time.Polling;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaClientSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What an installation of Darkroom needs in Kafka: its topics, and its share groups' settings. Repeatable. */
public final class KafkaInstaller {
    static final int CALL_SECONDS = 15;
    static final Duration PAUSE = Duration.ofMillis(20);

    /** Replicas that must have a record before it counts as accepted, where there are three. */
    private static final String IN_SYNC_OF_THREE = "2";

    private KafkaInstaller() {}

    /**
     * What to set up.
     *
     * @param cells topics of each lane
     * @param replicas of each partition; with three or more, a record is accepted when two have it
     * @param lock how long a job stays with a worker that is silent; workers renew it while they run the job
     */
    public record Plan(int cells, int replicas, Duration lock) {}

    /** Whether a broker serves at this address, registered and unfenced, and lets this client in. */
    public static boolean answers(KafkaClientSettings kafka) throws InterruptedException {
        try (Admin admin = admin(kafka)) {
            return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            // A KafkaException: the name does not resolve, e.g. of a container that is not there yet.
            return false;
        }
    }

    /**
     * Creates the missing topics, sets the share groups up and waits until each partition has a leader.
     *
     * @return sentences about what could not be set or checked but does not stand in the way
     * @throws IllegalStateException if the broker refuses, does not answer in time or lacks what share groups need
     */
    public static List<String> install(KafkaClientSettings kafka, Plan plan) throws InterruptedException {
        String at = kafka.bootstrapServers();
        try (Admin admin = admin(kafka)) {
            List<Topics.Spec> specs = Topics.all(plan.cells());
            KafkaGroups groups = new KafkaGroups(admin);
            groups.requireFeature();
            createMissing(admin, specs, plan.replicas());
            List<String> notes = groups.setUp(plan.lock());
            awaitLeaders(admin, specs);
            return notes;
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot set up Kafka at " + at + ": " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka at " + at + " did not answer the set-up in time", e);
        }
    }

    /** A client for administration that tries again fast. */
    static Admin admin(KafkaClientSettings kafka) {
        return Admin.create(kafka.with(Map.of(
                AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, 20,
                AdminClientConfig.RETRY_BACKOFF_MS_CONFIG, 20)));
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
