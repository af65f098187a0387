package io.darkroom.worker.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.Lane;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.redis.RedisConfig;
import io.darkroom.platform.store.StoreConfig;
import io.darkroom.worker.checkpoint.CheckpointRule;
import io.darkroom.worker.run.Backoff;
import io.darkroom.worker.run.RunLimits;
import io.darkroom.worker.stack.TestJobs;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkerSettingsTest {
    private static final Map<String, String> LEAST = Map.of(
            "darkroom.redis.uri", "redis://127.0.0.1:1",
            "darkroom.store.endpoint", "http://127.0.0.1:2",
            "darkroom.store.access-key", "key",
            "darkroom.store.secret-key", "hidden");

    private static WorkerSettings settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(LEAST);
        all.putAll(more);
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(WorkerConfig.class)
                .withMapping(StoreConfig.class)
                .withMapping(RedisConfig.class)
                .withDefaultValues(all)
                .build();
        return WorkerSettings.of(
                "w1",
                config.getConfigMapping(WorkerConfig.class),
                config.getConfigMapping(StoreConfig.class),
                config.getConfigMapping(RedisConfig.class),
                KafkaClientSettings.of("127.0.0.1:3"));
    }

    @Test
    void needsLittle() {
        WorkerSettings settings = settings(Map.of());
        assertThat(settings.limits().attempts()).isEqualTo(3);
        assertThat(settings.store().bucket()).isEqualTo("darkroom");
        assertThat(settings.cancelPoll()).isEqualTo(Duration.ofMillis(20));
        assertThat(settings.store().toString()).doesNotContain("hidden");
    }

    @Test
    void refusesAGraceThatDoesNotLeaveTimeToClose() {
        assertThatThrownBy(() -> settings(Map.of("darkroom.worker.grace", "PT4S")))
                .hasMessageContaining("PT4S")
                .hasMessageContaining("PT3S");
    }

    @Test
    void refusesLimitsThatContradictEachOther() {
        assertThatThrownBy(() -> settings(Map.of("darkroom.worker.attempts", "0")))
                .hasMessageContaining("at least one");
        assertThatThrownBy(() -> settings(Map.of("darkroom.worker.deliveries", "3")))
                .hasMessageContaining("delivery limit (3)");
        assertThatThrownBy(() -> settings(Map.of("darkroom.worker.retry-longest", "PT0.1S")))
                .hasMessageContaining("PT0.1S");
        assertThatThrownBy(() -> settings(Map.of("darkroom.worker.cells", "0"))).hasMessageContaining("cells");
        assertThatThrownBy(() -> settings(Map.of("darkroom.worker.cancel-poll", "PT0S")))
                .hasMessageContaining("cancel");
        assertThatThrownBy(() -> new RunLimits(
                        3,
                        3,
                        Duration.ZERO,
                        new RunLimits.Patience(Duration.ZERO, Duration.ZERO),
                        new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)),
                        new CheckpointRule(Duration.ZERO, Duration.ofSeconds(1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void drawsFromTheLanesThatItsModelsServe() {
        assertThat(Lanes.servedBy(List.of(TestJobs.aModel()), Set.of(JobKind.values())))
                .containsExactlyInAnyOrder(Lane.IMAGE_INTERACTIVE, Lane.IMAGE_BULK);
        assertThat(Lanes.servedBy(List.of(TestJobs.aModel()), Set.of(JobKind.VIDEO_PREDICT)))
                .isEmpty();
        assertThat(Lanes.servedBy(List.of(), Set.of(JobKind.values()))).isEmpty();
    }
}
