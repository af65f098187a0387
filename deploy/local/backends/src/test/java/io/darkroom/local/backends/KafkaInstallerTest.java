package io.darkroom.local.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.install.KafkaInstaller;
import io.darkroom.platform.kafka.KafkaShareGroup;
import io.darkroom.rules.UsesServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** On a real broker. */
@UsesServers
class KafkaInstallerTest {
    private static final ConfigResource VIDEO =
            new ConfigResource(ConfigResource.Type.GROUP, Topics.workers(Lane.VIDEO));

    @Test
    void setsGroupsUpAgainAndRefusesAClusterWithoutShareGroups() throws Exception {
        try (Backends backends = Backends.builder().start();
                Admin admin = Admin.create(backends.operator().with(Map.of()))) {
            KafkaInstaller.Plan plan = new KafkaInstaller.Plan(1, 1, Duration.ofSeconds(7));
            assertThat(KafkaInstaller.install(backends.installer(), plan)).isEmpty();
            KafkaShareGroup group = KafkaShareGroup.of(
                    VIDEO.name(),
                    admin.describeConfigs(List.of(VIDEO))
                            .all()
                            .get(10, TimeUnit.SECONDS)
                            .get(VIDEO));
            assertThat(group).isEqualTo(new KafkaShareGroup(VIDEO.name(), "earliest", 25, Duration.ofSeconds(7), true));

            FeatureUpdate off = new FeatureUpdate((short) 0, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE);
            admin.updateFeatures(Map.of("share.version", off), new UpdateFeaturesOptions())
                    .all()
                    .get(10, TimeUnit.SECONDS);
            await().untilAsserted(() -> assertThatThrownBy(() -> KafkaInstaller.install(backends.installer(), plan))
                    .hasMessageContaining("share.version is 0")
                    .hasMessageContaining("kafka-features.sh"));
        }
    }
}
