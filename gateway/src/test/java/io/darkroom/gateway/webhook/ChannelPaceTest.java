package io.darkroom.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.channel.ChannelGate;
import io.darkroom.gateway.channel.KafkaSender;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.rules.UsesServers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * A channel beside a loop over a plain consumer, and a channel's emitter beside a plain producer, on one broker in one run. The
 * bounds are generous; the figures are in the log. {@code -Ddarkroom.flood=<n>}: events of a round.
 */
@UsesServers
@QuarkusTest
@TestProfile(PaceProfile.class)
class ChannelPaceTest {
    private static final Logger LOG = Logger.getLogger(ChannelPaceTest.class);
    private static final int FLOOD = Integer.getInteger("darkroom.flood", 5_000);
    private static final int ROUNDS = Integer.getInteger("darkroom.flood.rounds", 2);

    @Inject
    ChannelGate gate;

    @Inject
    KafkaLog log;

    @Inject
    KafkaSender<JobEvent> events;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    private final Random random = new Random(3);

    @Test
    void aChannelForwardsAboutAsFastAsALoop() throws Exception {
        try (PlainCallbacks loop = new PlainCallbacks(KafkaClientSettings.of(bootstrap), log);
                var deliveries = consumer()) {
            Consumer<Boolean> channel = open -> gate.set(PaceProfile.CHANNEL, open);
            publish();
            forward(deliveries, loop::open);
            forward(deliveries, channel);
            List<Double> plain = new ArrayList<>();
            List<Double> channels = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                publish();
                plain.add(forward(deliveries, loop::open));
                channels.add(forward(deliveries, channel));
                publish();
                channels.add(forward(deliveries, channel));
                plain.add(forward(deliveries, loop::open));
            }
            LOG.infof("events per second, %d a round: plain loop %s, channel %s", FLOOD, plain, channels);
            assertThat(median(channels)).isGreaterThan(median(plain) / 4);
        }
    }

    @Test
    void anEmitterSendsAboutAsFastAsAProducer() throws Exception {
        for (int callers : new int[] {1, 8}) {
            send(callers, this::byProducer);
            send(callers, this::byEmitter);
            List<Double> producer = new ArrayList<>();
            List<Double> emitter = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                producer.add(send(callers, this::byProducer));
                emitter.add(send(callers, this::byEmitter));
                emitter.add(send(callers, this::byEmitter));
                producer.add(send(callers, this::byProducer));
            }
            LOG.infof(
                    "p50 of one acknowledged send, %d callers: producer %s ms, emitter %s ms",
                    callers, producer, emitter);
            assertThat(median(emitter)).isLessThan(4 * median(producer) + 2);
        }
    }

    private void byProducer(JobEvent event) {
        log.append(Topics.EVENTS, event.jobId().value(), Json.encode(event), Map.of());
    }

    private void byEmitter(JobEvent event) {
        events.sendAndAwait(event, Map.of());
    }

    private double send(int callers, Consumer<JobEvent> send) throws Exception {
        var nanos = new ConcurrentLinkedQueue<Long>();
        List<JobEvent> all = IntStream.range(0, 500).mapToObj(i -> event(null)).toList();
        try (var threads =
                Executors.newFixedThreadPool(callers, Thread.ofVirtual().factory())) {
            for (JobEvent event : all) {
                threads.execute(() -> {
                    long start = System.nanoTime();
                    send.accept(event);
                    nanos.add(System.nanoTime() - start);
                });
            }
        }
        assertThat(nanos).hasSameSizeAs(all);
        return Math.round(nanos.stream().sorted().toList().get(nanos.size() / 2) / 1e4) / 100.0;
    }

    /** Events per second, until the last delivery is in the log. */
    private double forward(KafkaConsumer<?, ?> deliveries, Consumer<Boolean> gate) {
        long before = end(deliveries);
        long start = System.nanoTime();
        gate.accept(true);
        await().atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(end(deliveries)).isGreaterThanOrEqualTo(before + FLOOD));
        long took = System.nanoTime() - start;
        gate.accept(false);
        return Math.round(FLOOD / (took / 1e9));
    }

    private static long end(KafkaConsumer<?, ?> consumer) {
        List<TopicPartition> partitions = IntStream.range(0, 8)
                .mapToObj(number -> new TopicPartition(Topics.DELIVERIES, number))
                .toList();
        return consumer.endOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private void publish() {
        var sends = IntStream.range(0, FLOOD)
                .mapToObj(i -> event("https://example.com/hook"))
                .map(event -> log.send(Topics.EVENTS, event.jobId().value(), Json.encode(event), Map.of()))
                .toList();
        sends.forEach(send -> send.join());
    }

    private synchronized JobEvent event(String url) {
        JobId job = JobId.random(System.currentTimeMillis(), random);
        return Events.finished(job, "alice", Events.to(url, "job.completed"));
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
