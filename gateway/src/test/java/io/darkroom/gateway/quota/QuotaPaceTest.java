package io.darkroom.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.sample.AJob;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.stack.Client;
import io.darkroom.gateway.stack.RoleProfiles;
import io.darkroom.gateway.submit.JobPublisher;
import io.darkroom.rules.UsesServers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * What a flood over quota costs a tenant that shares the flood's partition, and how fast a flood is released. The
 * bounds are generous; the figures are in the log. {@code -Ddarkroom.flood=<n>} sets the number of jobs.
 */
@UsesServers
@QuarkusTest
@TestProfile(RoleProfiles.Api.class)
class QuotaPaceTest {
    private static final Logger LOG = Logger.getLogger(QuotaPaceTest.class);
    private static final int FLOOD = Integer.getInteger("darkroom.flood", 10_000);
    private static final String NEIGHBOUR = "neighbour";

    @Inject
    JobPublisher publisher;

    private final Random random = new Random();
    private final Client operator = Client.of("operator");

    @Test
    void aWaitingFloodDoesNotDelayOtherTenantsOfItsPartition() throws Exception {
        String flooder = IntStream.range(0, 1_000)
                .mapToObj(i -> "flood-" + i)
                .filter(tenant -> partition(tenant) == partition(NEIGHBOUR))
                .findFirst()
                .orElseThrow();
        limit(NEIGHBOUR, "1e6");
        limit(flooder, "0");
        try (var lane = lane()) {
            measure(lane, 50);
            long[] before = measure(lane, 200);
            flood(flooder);
            long[] beside = measure(lane, 200);
            LOG.infof(
                    "from publishing to the lane: %s; with %d jobs of another tenant waiting before it: %s",
                    figures(before), FLOOD, figures(beside));
            assertThat(beside[198])
                    .as("p99, µs")
                    .isLessThan(2 * before[198] + Duration.ofMillis(500).toNanos() / 1_000);

            long start = System.nanoTime();
            limit(flooder, "null");
            int released = 1; // the first one went while the others came
            while (released < FLOOD
                    && System.nanoTime() - start < Duration.ofSeconds(60).toNanos()) {
                released += lane.poll(Duration.ofMillis(100)).count();
            }
            LOG.infof("%d jobs were released in %.1f s", released, (System.nanoTime() - start) / 1e9);
            assertThat(released).isEqualTo(FLOOD);
        }
    }

    private void flood(String tenant) throws ExecutionException, InterruptedException {
        try (var callers = Executors.newFixedThreadPool(64, Thread.ofVirtual().factory())) {
            List<? extends Future<?>> calls = IntStream.range(0, FLOOD)
                    .mapToObj(i -> callers.submit(() -> publisher.publish(job(tenant), null)))
                    .toList();
            for (Future<?> call : calls) {
                call.get();
            }
        }
    }

    /** Microseconds, sorted. */
    private long[] measure(KafkaConsumer<String, byte[]> lane, int jobs) {
        long[] micros = new long[jobs];
        for (int i = 0; i < jobs; i++) {
            JobRequest job = job(NEIGHBOUR);
            long start = System.nanoTime();
            publisher.publish(job, null);
            boolean there = false;
            while (!there) {
                for (var entry : lane.poll(Duration.ofMillis(100))) {
                    there |= entry.key().equals(job.id().value());
                }
                micros[i] = (System.nanoTime() - start) / 1_000;
                assertThat(micros[i]).as("µs without a sign").isLessThan(30_000_000);
            }
        }
        Arrays.sort(micros);
        return micros;
    }

    private JobRequest job(String tenant) {
        Instant now = Instant.now();
        return AJob.request()
                .id(JobId.random(now.toEpochMilli(), random))
                .tenant(tenant)
                .createdAt(now)
                .build();
    }

    private void limit(String tenant, String seconds) {
        assertThat(operator.put("/v1/fleet/quotas/" + tenant, "{\"device_seconds\": " + seconds + "}")
                        .status())
                .isEqualTo(200);
    }

    private static int partition(String tenant) {
        return Utils.toPositive(Utils.murmur2(tenant.getBytes(StandardCharsets.UTF_8))) % 8;
    }

    private static KafkaConsumer<String, byte[]> lane() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class),
                "fetch.max.wait.ms",
                20);
        var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        TopicPartition lane = new TopicPartition(Topics.jobs(Lane.IMAGE_INTERACTIVE, 0), 0);
        consumer.assign(List.of(lane));
        consumer.seekToEnd(List.of(lane));
        consumer.position(lane);
        return consumer;
    }

    private static String figures(long[] sorted) {
        return "p50 %.1f ms, p99 %.1f ms"
                .formatted(sorted[sorted.length / 2] / 1e3, sorted[sorted.length * 99 / 100] / 1e3);
    }
}
