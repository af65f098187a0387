package io.darkroom.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.contracts.callback.Delivery;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.stack.GatewayLook;
import io.darkroom.gateway.stack.RoleProfiles;
import io.darkroom.gateway.webhook.Events;
import io.darkroom.local.backends.Backends;
import io.darkroom.platform.kafka.KafkaClientSettings;
import io.darkroom.platform.kafka.LogUnavailableException;
import io.darkroom.rules.UsesServers;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The broker is killed while a channel forwards, and comes back later than a send is waited for. */
@UsesServers
@QuarkusTest
@TestProfile(RoleProfiles.Webhooks.class)
class BrokerOutageTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int EVENTS = 10_000;
    private static final int CALLERS = 20;

    @Inject
    KafkaSender<JobEvent> events;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    Backends backends;

    private final Random random = new Random(14);

    @Test
    void losesNoDeliveryEndsNoChannelAndAnswersEveryCallerInTime() throws Exception {
        await().atMost(SOON)
                .until(() -> GatewayLook.joined(KafkaClientSettings.of(backends.kafka()))
                        .containsAll(GatewayLook.NOTIFY));
        events.sendAndAwait(event(), Map.of());
        publish();
        await().atMost(SOON).until(() -> !deliveries().isEmpty());
        backends.component(Backends.KAFKA).kill9();
        assertThat(refusedAfter()).allSatisfy(millis -> assertThat(millis).isLessThan(8_000));
        assertThat(GatewayLook.status(management, "/q/health/live")).isEqualTo(200);
        assertThat(GatewayLook.status(management, "/q/health/ready")).isEqualTo(200);
        backends.component(Backends.KAFKA).restart();
        // Without another event, so that no later commit makes up for one that failed.
        await().atMost(SOON).ignoreExceptions().until(() -> lag() == 0);
        assertThat(deliveries()).hasSizeGreaterThanOrEqualTo(EVENTS);
        assertThat(GatewayLook.status(management, "/q/health/live")).isEqualTo(200);
    }

    /** Milliseconds until each of many callers at once was refused. */
    private List<Long> refusedAfter() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> calls = IntStream.range(0, CALLERS)
                    .mapToObj(i -> callers.submit(this::millisUntilRefused))
                    .toList();
            List<Long> millis = new ArrayList<>();
            for (Future<Long> call : calls) {
                millis.add(call.get());
            }
            return millis;
        }
    }

    private long millisUntilRefused() {
        long start = System.nanoTime();
        try {
            events.sendAndAwait(event(), Map.of());
            return Long.MAX_VALUE;
        } catch (LogUnavailableException e) {
            return Duration.ofNanos(System.nanoTime() - start).toMillis();
        }
    }

    private synchronized JobEvent event() {
        JobId job = JobId.random(System.currentTimeMillis(), random);
        return Events.finished(job, "alice", Events.to("http://127.0.0.1:9/", "job.completed"));
    }

    private void publish() {
        Map<String, Object> settings = Map.of("bootstrap.servers", backends.kafka(), "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < EVENTS; i++) {
                JobEvent event = event();
                producer.send(new ProducerRecord<>(Topics.EVENTS, event.jobId().value(), Json.encode(event)));
            }
        }
    }

    /** The jobs that have one. */
    private Set<JobId> deliveries() {
        Set<JobId> jobs = new HashSet<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", backends.kafka()), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(Topics.DELIVERIES);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.get(it))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(entry -> jobs.add(
                                Json.decode(entry.value(), Delivery.class).jobId()));
            }
        }
        return jobs;
    }

    /** Events that the channel has not committed. */
    private long lag() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", backends.kafka()));
                var consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", backends.kafka()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            var committed = admin.listConsumerGroupOffsets("darkroom.gateway.notify")
                    .partitionsToOffsetAndMetadata()
                    .get();
            return consumer.endOffsets(partitions(Topics.EVENTS)).entrySet().stream()
                    .mapToLong(end -> end.getValue()
                            - (committed.containsKey(end.getKey())
                                    ? committed.get(end.getKey()).offset()
                                    : 0))
                    .sum();
        }
    }

    private static List<TopicPartition> partitions(String topic) {
        return IntStream.range(0, 8)
                .mapToObj(number -> new TopicPartition(topic, number))
                .toList();
    }
}
