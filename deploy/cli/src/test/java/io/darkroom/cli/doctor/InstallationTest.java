package io.darkroom.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaShareGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;

/** The checks on given answers; real ones are in TelemetryTest. */
class InstallationTest {
    private static final Node BROKER = new Node(1, "a", 9092);
    private static final Topics.Spec KEYS =
            new Topics.Spec("darkroom.api-keys", 1, Map.of("cleanup.policy", "compact"));

    private static HttpProbe.Answer answer(int status, String body) {
        return new HttpProbe.Answer(status, body, Duration.ofMillis(3));
    }

    private static Config config(String name, String value) {
        return new Config(List.of(new ConfigEntry(name, value)));
    }

    @Test
    void clocksMayBeSecondsApartNotMinutes() {
        Instant now = Instant.parse("2026-01-01T00:00:02Z");
        assertThat(EdgeChecks.clock("2026-01-01T00:00:00Z", now, Duration.ZERO).level())
                .isEqualTo(Finding.Level.FINE);
        assertThat(EdgeChecks.clock("2026-01-01T00:10:00Z", now, Duration.ofSeconds(1))
                        .level())
                .isEqualTo(Finding.Level.WARN);
    }

    @Test
    void workThatWaitsWithoutWorkersIsBad() {
        assertThat(EdgeChecks.fleet(
                        answer(200, "{\"pools\":[{\"pool\":\"p\",\"workers\":0,\"wanted\":1,\"backlog_seconds\":4}]}")))
                .singleElement()
                .satisfies(it -> assertThat(it.level()).isEqualTo(Finding.Level.BAD));
        assertThat(EdgeChecks.fleet(
                        answer(200, "{\"pools\":[{\"pool\":\"p\",\"workers\":2,\"wanted\":2,\"backlog_seconds\":4}]}")))
                .singleElement()
                .satisfies(it -> assertThat(it.level()).isEqualTo(Finding.Level.FINE));
        assertThat(EdgeChecks.fleet(answer(403, "{}")))
                .singleElement()
                .satisfies(it -> assertThat(it.level()).isEqualTo(Finding.Level.WARN));
    }

    @Test
    void whatIsNotReadyIsNamed() {
        Finding finding = ManagementChecks.health(answer(
                503,
                "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"log"
                        + " reached\",\"status\":\"DOWN\"},{\"name\":\"x\",\"status\":\"UP\"}]}"));
        assertThat(finding.level()).isEqualTo(Finding.Level.BAD);
        assertThat(finding.message()).contains("log reached").doesNotContain("x,");
    }

    @Test
    void metricsThatAlertsUseAreChecked() {
        assertThat(ManagementChecks.metrics(answer(200, """
            # HELP darkroom_projection_delay_seconds x
            darkroom_projection_delay_seconds 95.0
            darkroom_fleet_workers{pool="a"} NaN
            darkroom_webhooks_waiting 12 # {span_id="a",trace_id="b"} 5000
            """)))
                .extracting(Finding::level)
                .containsExactly(Finding.Level.FINE, Finding.Level.BAD, Finding.Level.FINE);
        assertThat(ManagementChecks.metrics(answer(200, "jvm_x 1\n")))
                .singleElement()
                .satisfies(it -> assertThat(it.level()).isEqualTo(Finding.Level.BAD));
    }

    @Test
    void keysThatWouldBeLostAreBad() {
        assertThat(KafkaTopicRules.of(KEYS, topic(1, 1, 1), config("cleanup.policy", "delete"), 1))
                .singleElement()
                .satisfies(it -> assertThat(it.level()).isEqualTo(Finding.Level.BAD));
        assertThat(KafkaTopicRules.of(KEYS, topic(1, 1, 1), config("cleanup.policy", "compact"), 1))
                .isEmpty();
    }

    @Test
    void partitionsReplicasAndInSyncReplicasAreChecked() {
        Config compact = config("cleanup.policy", "compact");
        assertThat(KafkaTopicRules.of(KEYS, topic(2, 1, 1), compact, 1))
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .contains("2 partitions");
        assertThat(KafkaTopicRules.of(KEYS, topic(1, 1, 1), compact, 3))
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .contains("1 replicas");
        assertThat(KafkaTopicRules.of(KEYS, topic(1, 2, 1), compact, 1))
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .contains("not in sync");
    }

    @Test
    void aGroupThatBeginsAtTheEndLosesJobs() {
        assertThat(KafkaChecks.group(KafkaShareGroup.of("g", config("share.auto.offset.reset", "latest"))))
                .extracting(Finding::level)
                .containsExactly(Finding.Level.BAD, Finding.Level.WARN);
        assertThat(KafkaChecks.group(KafkaShareGroup.of(
                        "g",
                        new Config(List.of(
                                new ConfigEntry("share.auto.offset.reset", "earliest"),
                                new ConfigEntry("share.delivery.count.limit", "25"),
                                new ConfigEntry("share.record.lock.duration.ms", "1000"))))))
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .contains("1000 ms");
    }

    private static TopicDescription topic(int partitions, int replicas, int inSync) {
        List<TopicPartitionInfo> parts = new java.util.ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            parts.add(new TopicPartitionInfo(
                    i,
                    BROKER,
                    java.util.Collections.nCopies(replicas, BROKER),
                    java.util.Collections.nCopies(inSync, BROKER)));
        }
        return new TopicDescription(KEYS.name(), false, parts);
    }
}
