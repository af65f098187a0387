package io.darkroom.local.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.install.KafkaAcls;
import io.darkroom.install.Role;
import io.darkroom.rules.UsesServers;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A real broker with TLS, SCRAM and the lists, used by each role. */
@UsesServers
class KafkaAclsTest {
    private static final String JOBS = Topics.jobs(Lane.IMAGE_INTERACTIVE, 0);
    private static final String WORKERS = Topics.workers(Lane.IMAGE_INTERACTIVE);
    private static final Duration LONG = Duration.ofSeconds(20);

    private static final String BOTH = "READ WRITE";

    /** What a role may do with the topics whose names begin so; it does not even see others. */
    private static final Map<Role, Map<String, String>> EXPECTED = Map.of(
            Role.GATEWAY,
            Map.of(
                    "darkroom.jobs.",
                    BOTH,
                    Topics.HELD,
                    BOTH,
                    Topics.EVENTS,
                    BOTH,
                    Topics.MODELS,
                    "READ",
                    Topics.API_KEYS,
                    "READ",
                    Topics.WEBHOOK_ENDPOINTS,
                    BOTH,
                    Topics.QUOTAS,
                    BOTH,
                    Topics.DEAD_LETTERS,
                    "READ",
                    Topics.DELIVERIES,
                    BOTH),
            Role.WORKER,
            Map.of("darkroom.jobs.", BOTH, Topics.EVENTS, BOTH, Topics.MODELS, "WRITE", Topics.DEAD_LETTERS, "WRITE"),
            Role.INSTALLER,
            Map.of(Topics.API_KEYS, "READ WRITE CREATE DESCRIBE_CONFIGS", "darkroom.", "CREATE DESCRIBE_CONFIGS"));

    private static SecureBroker broker;
    private static List<String> notes;

    @BeforeAll
    static void start() throws Exception {
        broker = SecureBroker.start();
        notes = broker.install();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void theInstallerNamesWhatItMayNotCheck() {
        assertThat(notes).singleElement().asString().contains("may not read", "group.share.max.size");
    }

    @ParameterizedTest
    @EnumSource
    void aRoleUsesItsTopicsAndSeesNoOthers(Role role) throws Exception {
        Map<String, String> found = new TreeMap<>();
        Map<String, String> expected = new TreeMap<>();
        try (Admin admin = Admin.create(broker.settings(role))) {
            for (Topics.Spec topic : Topics.all(1)) {
                found.put(topic.name(), rights(admin, topic.name()));
                expected.put(
                        topic.name(),
                        EXPECTED.get(role).entrySet().stream()
                                .filter(entry -> topic.name().startsWith(entry.getKey()))
                                .max(Comparator.comparingInt(
                                        entry -> entry.getKey().length()))
                                .map(Map.Entry::getValue)
                                .orElse("unseen"));
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    /** As the broker itself tells a user, without describing. */
    private static String rights(Admin admin, String topic) throws Exception {
        try {
            return admin
                    .describeTopics(List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                    .allTopicNames()
                    .get(15, TimeUnit.SECONDS)
                    .get(topic)
                    .authorizedOperations()
                    .stream()
                    .filter(operation -> operation != AclOperation.DESCRIBE)
                    .sorted()
                    .map(AclOperation::name)
                    .collect(Collectors.joining(" "));
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(TopicAuthorizationException.class);
            return "unseen";
        }
    }

    @Test
    void aJobGoesFromTheGatewayThroughAWorkerToTheProjection() throws Exception {
        broker.send(Role.GATEWAY, JOBS, "job-1");
        try (var worker = broker.shareConsumer(Role.WORKER, WORKERS, JOBS)) {
            ConsumerRecord<String, String> job = acquire(worker);
            assertThat(job.value()).isEqualTo("job-1");
            worker.acknowledge(job, AcknowledgeType.RENEW);
            assertThat(worker.commitSync().values()).allMatch(Optional::isEmpty);
            ConsumerRecord<String, String> same =
                    worker.poll(Duration.ofSeconds(1)).iterator().next();
            broker.send(Role.WORKER, Topics.EVENTS, "succeeded");
            worker.acknowledge(same);
            assertThat(worker.commitSync().values()).allMatch(Optional::isEmpty);
        }
        try (var projection = broker.consumer(Role.GATEWAY, "darkroom.gateway.project")) {
            projection.subscribe(Pattern.compile("darkroom\\.jobs\\..*|darkroom\\.events"));
            awaitValues(projection, Set.of("job-1", "succeeded"));
            projection.commitSync();
            TopicPartition partition = new TopicPartition(JOBS, 0);
            assertThat(projection.committed(Set.of(partition)).get(partition)).isNotNull();
        }
    }

    @Test
    void aWorkerChecksItsShareGroupAndCannotChangeIt() throws Exception {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, WORKERS);
        try (Admin admin = Admin.create(broker.settings(Role.WORKER))) {
            Config config = admin.describeConfigs(List.of(group))
                    .all()
                    .get(15, TimeUnit.SECONDS)
                    .get(group);
            assertThat(config.get("share.auto.offset.reset").value()).isEqualTo("earliest");
            Map<ConfigResource, Collection<AlterConfigOp>> change = Map.of(
                    group,
                    List.of(new AlterConfigOp(
                            new ConfigEntry("share.auto.offset.reset", "latest"), AlterConfigOp.OpType.SET)));
            refused(
                    GroupAuthorizationException.class,
                    () -> admin.incrementalAlterConfigs(change).all().get(15, TimeUnit.SECONDS));
        }
    }

    @Test
    void aWorkerCountsTheAttemptsOfAJobWithoutAGroup() throws Exception {
        broker.send(Role.WORKER, Topics.EVENTS, "started");
        try (var consumer = broker.consumer(Role.WORKER, null)) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.EVENTS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            awaitValues(consumer, Set.of("started"));
        }
    }

    @ParameterizedTest
    @CsvSource({"GATEWAY", "INSTALLER"})
    void onlyWorkersAcquireJobs(Role role) {
        try (var consumer = broker.shareConsumer(role, WORKERS, JOBS)) {
            assertThatThrownBy(() -> acquire(consumer)).isInstanceOf(GroupAuthorizationException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"WORKER", "INSTALLER"})
    void onlyGatewaysMoveThePositionsOfGateways(Role role) {
        try (var consumer = broker.consumer(role, "darkroom.gateway.project")) {
            consumer.assign(List.of(new TopicPartition(Topics.EVENTS, 0)));
            assertThatThrownBy(() -> consumer.committed(Set.of(new TopicPartition(Topics.EVENTS, 0))))
                    .isInstanceOf(GroupAuthorizationException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "WORKER, darkroom.api-keys",
        "WORKER, darkroom.quotas",
        "WORKER, darkroom.deliveries",
        "GATEWAY, darkroom.api-keys",
        "GATEWAY, darkroom.models",
        "GATEWAY, darkroom.dead-letters",
        "INSTALLER, darkroom.events",
        "INSTALLER, darkroom.jobs.image.interactive.0"
    })
    void aWriteToAForeignTopicIsRefused(Role role, String topic) {
        refused(TopicAuthorizationException.class, () -> broker.send(role, topic, "forged"));
    }

    @ParameterizedTest
    @CsvSource({"WORKER, darkroom.api-keys", "WORKER, darkroom.webhook-endpoints", "INSTALLER, darkroom.events"})
    void aReadOfAForeignTopicIsRefused(Role role, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (var consumer = broker.consumer(role, null)) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, 0);
            assertThatThrownBy(() -> awaitValues(consumer, Set.of("anything")))
                    .isInstanceOf(TopicAuthorizationException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noRoleTouchesWhatIsNotDarkroomsOrTheClusters(Role role) {
        try (Admin admin = Admin.create(broker.settings(role))) {
            refused(
                    TopicAuthorizationException.class,
                    () -> admin.createTopics(List.of(new NewTopic("foreign", 1, (short) 1)))
                            .all()
                            .get(15, TimeUnit.SECONDS));
            refused(
                    TopicAuthorizationException.class,
                    () -> admin.deleteTopics(List.of(Topics.EVENTS)).all().get(15, TimeUnit.SECONDS));
            refused(
                    ClusterAuthorizationException.class,
                    () -> admin.describeAcls(AclBindingFilter.ANY).values().get(15, TimeUnit.SECONDS));
            refused(
                    ClusterAuthorizationException.class,
                    () -> admin.createAcls(KafkaAcls.of(Role.WORKER, "User:me"))
                            .all()
                            .get(15, TimeUnit.SECONDS));
        }
    }

    private static void refused(
            Class<? extends Throwable> how, org.assertj.core.api.ThrowableAssert.ThrowingCallable what) {
        assertThatThrownBy(what).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(how);
    }

    private static ConsumerRecord<String, String> acquire(KafkaShareConsumer<String, String> consumer) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                return record;
            }
        }
        throw new AssertionError("nothing acquired in " + LONG);
    }

    private static void awaitValues(KafkaConsumer<String, String> consumer, Set<String> wanted) {
        Set<String> values = new HashSet<>();
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!values.containsAll(wanted) && System.nanoTime() < deadline) {
            consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
        }
        assertThat(values).as("values read within " + LONG).containsAll(wanted);
    }
}
