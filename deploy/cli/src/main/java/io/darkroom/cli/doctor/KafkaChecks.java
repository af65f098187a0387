package io.darkroom.cli.doctor;

import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaShareGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/** Brokers, topics and share groups against what {@link Topics} and the workers need. */
final class KafkaChecks {
    private static final int PATIENCE_MS = 8_000;
    private static final Duration SHORTEST_LOCK = Duration.ofSeconds(5);

    private final Admin admin;

    private KafkaChecks(Admin admin) {
        this.admin = admin;
    }

    static List<Finding> all(KafkaClientSettings kafka, int cells) throws InterruptedException {
        try (Admin admin = Admin.create(kafka.with(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                PATIENCE_MS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                PATIENCE_MS / 2)))) {
            return new KafkaChecks(admin).all(cells);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            String why = e.getCause() == null
                    ? "no answer in time"
                    : String.valueOf(e.getCause().getMessage());
            return List.of(Finding.bad(
                    "Kafka",
                    kafka.bootstrapServers() + " cannot be queried: " + why,
                    "docs/runbooks/kafka-unreachable.md; does it want TLS or a user? --kafka-config"));
        }
    }

    private List<Finding> all(int cells) throws ExecutionException, TimeoutException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        int brokers = await(admin.describeCluster().nodes()).size();
        findings.add(
                brokers >= 3
                        ? Finding.fine("Kafka", brokers + " brokers")
                        : Finding.warn(
                                "Kafka",
                                brokers + (brokers == 1 ? " broker" : " brokers"),
                                "accepted jobs survive process crashes, not the loss of a machine: run three"));
        Set<String> existing = await(admin.listTopics().names());
        List<Topics.Spec> specs = Topics.all(cells);
        Set<String> missing = new TreeSet<>();
        specs.stream()
                .map(Topics.Spec::name)
                .filter(name -> !existing.contains(name))
                .forEach(missing::add);
        if (!missing.isEmpty()) {
            findings.add(
                    Finding.bad("topics", "missing: " + String.join(", ", missing), "create them: ./darkroom install"));
        }
        List<Topics.Spec> there =
                specs.stream().filter(spec -> existing.contains(spec.name())).toList();
        findings.addAll(topics(there, brokers));
        findings.addAll(groups());
        return findings;
    }

    private List<Finding> topics(List<Topics.Spec> specs, int brokers)
            throws ExecutionException, TimeoutException, InterruptedException {
        List<String> names = specs.stream().map(Topics.Spec::name).toList();
        Map<String, TopicDescription> described =
                await(admin.describeTopics(names).allTopicNames());
        Map<String, Config> configs = configs(ConfigResource.Type.TOPIC, names);
        List<Finding> findings = new ArrayList<>();
        for (Topics.Spec spec : specs) {
            TopicDescription topic = described.get(spec.name());
            Config config = configs.get(spec.name());
            if (topic != null && config != null) {
                findings.addAll(KafkaTopicRules.of(spec, topic, config, brokers));
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.fine("topics", specs.size() + ", configured as required"));
        }
        return findings;
    }

    private List<Finding> groups() throws ExecutionException, TimeoutException, InterruptedException {
        List<String> names =
                java.util.Arrays.stream(Lane.values()).map(Topics::workers).toList();
        List<Finding> findings = new ArrayList<>();
        KafkaShareGroup.obstacles(await(admin.describeFeatures().featureMetadata()))
                .forEach(obstacle -> findings.add(Finding.bad(
                        "groups",
                        obstacle,
                        "the brokers are older than 4.1, or were upgraded without their features")));
        configs(ConfigResource.Type.GROUP, names)
                .forEach((name, config) -> findings.addAll(group(KafkaShareGroup.of(name, config))));
        if (findings.isEmpty()) {
            findings.add(Finding.fine("groups", names.size() + " share groups, configured as required"));
        }
        return findings;
    }

    static List<Finding> group(KafkaShareGroup group) {
        List<Finding> findings = new ArrayList<>();
        group.obstacles().forEach(obstacle -> findings.add(Finding.bad("groups", obstacle, "./darkroom install")));
        if (group.deliveries() < 10) {
            findings.add(Finding.warn(
                    "groups",
                    group.name() + " drops a record after " + group.deliveries() + " deliveries",
                    "raise share.delivery.count.limit to 25, so that the broker never drops a job on its own"));
        }
        if (group.lock().compareTo(SHORTEST_LOCK) < 0) {
            findings.add(Finding.warn(
                    "groups",
                    group.name() + " locks a record for " + group.lock().toMillis() + " ms",
                    "a short pause of a worker loses its jobs: set share.record.lock.duration.ms to 15000 or more"));
        }
        return findings;
    }

    static String value(Config config, String name, String otherwise) {
        ConfigEntry entry = config.get(name);
        return entry == null || entry.value() == null ? otherwise : entry.value();
    }

    private Map<String, Config> configs(ConfigResource.Type type, Collection<String> names)
            throws ExecutionException, TimeoutException, InterruptedException {
        List<ConfigResource> resources =
                names.stream().map(name -> new ConfigResource(type, name)).toList();
        Map<String, Config> configs = new HashMap<>();
        await(admin.describeConfigs(resources).all())
                .forEach((resource, config) -> configs.put(resource.name(), config));
        return configs;
    }

    private static <T> T await(KafkaFuture<T> answer)
            throws ExecutionException, TimeoutException, InterruptedException {
        return answer.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }
}
