package io.darkroom.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.rules.UsesServers;
import io.darkroom.worker.intake.JobSource.Acknowledgement;
import io.darkroom.worker.intake.JobSource.Lock;
import io.darkroom.worker.run.AcquiredJob;
import io.darkroom.worker.stack.Stack;
import io.darkroom.worker.stack.StackExtension;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The real broker; the lane is one that no other test uses. */
@UsesServers
@ExtendWith(StackExtension.class)
class KafkaJobSourceTest extends JobSourceContract {
    private final Stack stack;
    private KafkaLog writer;

    KafkaJobSourceTest(Stack stack) {
        this.stack = stack;
    }

    @BeforeEach
    void connect() {
        writer = new KafkaLog(
                KafkaClientSettings.of(stack.backends().kafka()),
                "contract",
                Duration.ofSeconds(10),
                Duration.ZERO,
                Meters.unread());
    }

    @AfterEach
    void disconnect() {
        writer.close();
    }

    @Override
    JobSource open(String member) {
        return new KafkaJobSources(stack.kafkaSettings()).open(Lane.VIDEO, member);
    }

    @Override
    void publish(String value) {
        writer.append(new ProducerRecord<>(Topics.jobs(Lane.VIDEO, 0), KafkaLog.bytes("key"), KafkaLog.bytes(value)));
    }

    @Test
    void tellsTheGroupsLockTime() {
        publish("any");
        try (JobSource source = open("a")) {
            source.poll(Duration.ofSeconds(10)).orElseThrow();
            assertThat(source.lockTime()).isEqualTo(Stack.LOCK);
            assertThat(source.settle(Acknowledgement.ACCEPT)).isEqualTo(Lock.HELD);
        }
    }

    @Test
    void keepsDeliveryCountAndTimestampOfARequeuedRecord() {
        publish("requeued");
        try (JobSource source = open("a")) {
            AcquiredJob first = source.poll(Duration.ofSeconds(10)).orElseThrow();
            new KafkaRequeue(writer).requeue(first);
            assertThat(source.settle(Acknowledgement.ACCEPT)).isEqualTo(Lock.HELD);
            AcquiredJob second = source.poll(Duration.ofSeconds(10)).orElseThrow();
            assertThat(second.value()).isEqualTo(first.value());
            assertThat(second.key()).isEqualTo(first.key());
            assertThat(second.timestamp()).isEqualTo(first.timestamp());
            assertThat(second.deliveryCount().ofRecord()).isEqualTo(1);
            assertThat(second.deliveries()).isEqualTo(2);
            assertThat(source.settle(Acknowledgement.ACCEPT)).isEqualTo(Lock.HELD);
        }
    }

    @Test
    void findsTheGroupsLimits() {
        try (KafkaShareGroups groups =
                new KafkaShareGroups(KafkaClientSettings.of(stack.backends().kafka()), Duration.ofSeconds(10))) {
            KafkaShareGroups.Limits limits = groups.require(Lane.VIDEO, 1);
            assertThat(limits.lockTime()).isEqualTo(Stack.LOCK);
            assertThat(limits.deliveries()).isEqualTo(25);
        }
    }

    @Test
    void refusesAGroupThatBeginsAtTheNewestRecordAndNamesTheCommandThatMendsIt() throws Exception {
        KafkaClientSettings kafka = KafkaClientSettings.of(stack.backends().kafka());
        ConfigResource bulk = new ConfigResource(ConfigResource.Type.GROUP, Topics.workers(Lane.IMAGE_BULK));
        try (Admin admin = Admin.create(kafka.with(Map.of()));
                KafkaShareGroups groups = new KafkaShareGroups(kafka, Duration.ofSeconds(10))) {
            alter(admin, bulk, "share.auto.offset.reset", "latest");
            alter(admin, bulk, "share.renew.acknowledge.enable", "false");
            try {
                await().untilAsserted(() -> assertThatThrownBy(() -> groups.require(Lane.IMAGE_BULK, 1))
                        .isInstanceOf(GroupNotInstalledException.class)
                        .hasMessageContaining("'darkroom.workers.image.bulk' begins at the newest record")
                        .hasMessageContaining("does not allow renewals")
                        .hasMessageContaining("./darkroom install --kafka " + kafka.bootstrapServers()));
            } finally {
                alter(admin, bulk, "share.auto.offset.reset", "earliest");
                alter(admin, bulk, "share.renew.acknowledge.enable", "true");
            }
            await().ignoreExceptions()
                    .until(() -> groups.require(Lane.IMAGE_BULK, 1).deliveries() == 25);
        }
    }

    private static void alter(Admin admin, ConfigResource group, String name, String value) throws Exception {
        Map<ConfigResource, Collection<AlterConfigOp>> change =
                Map.of(group, List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
        admin.incrementalAlterConfigs(change).all().get(10, TimeUnit.SECONDS);
    }

    @Test
    void namesTheMissingTopic() {
        try (KafkaShareGroups groups =
                new KafkaShareGroups(KafkaClientSettings.of(stack.backends().kafka()), Duration.ofSeconds(10))) {
            assertThatThrownBy(() -> groups.require(Lane.VIDEO, 3))
                    .isInstanceOf(GroupNotInstalledException.class)
                    .hasMessageContaining("darkroom.jobs.video.1, darkroom.jobs.video.2");
        }
    }
}
