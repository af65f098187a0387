package io.darkroom.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.jupiter.api.Test;

class KafkaShareGroupTest {
    private static KafkaShareGroup group(Map<String, String> settings) {
        return KafkaShareGroup.of(
                "video",
                new Config(settings.entrySet().stream()
                        .map(setting -> new ConfigEntry(setting.getKey(), setting.getValue()))
                        .toList()));
    }

    @Test
    void aGroupThatNobodySetUpWouldLoseJobs() {
        assertThat(group(Map.of()).obstacles())
                .singleElement()
                .satisfies(obstacle ->
                        assertThat(obstacle).contains("'video'", "share.auto.offset.reset=latest", "would never run"));
    }

    @Test
    void aGroupWithoutRenewalsWouldRunLongJobsTwice() {
        KafkaShareGroup group = group(Map.of(
                "share.auto.offset.reset", "earliest",
                "share.renew.acknowledge.enable", "false",
                "share.record.lock.duration.ms", "15000"));
        assertThat(group.obstacles())
                .singleElement()
                .satisfies(obstacle -> assertThat(obstacle).contains("share.renew.acknowledge.enable=false", "PT15S"));
    }

    @Test
    void readsWhatTheBrokerReports() {
        KafkaShareGroup group = group(Map.of(
                "share.auto.offset.reset", "earliest",
                "share.delivery.count.limit", "25",
                "share.record.lock.duration.ms", "2000"));
        assertThat(group).isEqualTo(new KafkaShareGroup("video", "earliest", 25, Duration.ofSeconds(2), true));
        assertThat(group.obstacles()).isEqualTo(List.of());
    }
}
