package io.darkroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.gateway.stack.Client;
import io.darkroom.gateway.stack.EventStream;
import io.darkroom.gateway.stack.EventStream.Event;
import io.darkroom.gateway.stack.FakeWorker;
import io.darkroom.gateway.stack.GatewayStack;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.store.ObjectStore;
import io.darkroom.rules.UsesServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The stream of all jobs of a tenant, and jobs whose deadline passes while no worker is running. */
@UsesServers
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class TenantEventsTest {
    private static final byte[] GIF = "GIF89a".getBytes(StandardCharsets.US_ASCII);

    @Inject
    KafkaLog log;

    @Inject
    ObjectStore store;

    @Inject
    RedisConnections redis;

    private final Client alice = Client.of("alice");
    private final Client bob = Client.of("bob");

    @Test
    void hasEventsOfAllJobsOfTheTenantAndOfNoOthers() {
        try (EventStream stream = EventStream.ofAll(alice).listening()) {
            String foreign = submit(bob, "a pear", "");
            String first = submit(alice, "a red apple", "");
            String second = submit(alice, "a green apple", "");
            new FakeWorker(log, store, "bob", foreign).start().succeed(GIF);
            new FakeWorker(log, store, "alice", first).start().step(1, 20).succeed(GIF);
            List<Event> events = untilEnded(stream, first);
            assertThat(events).allSatisfy(event -> assertThat(event.id()).matches("[0-9a-f]{8}\\.[0-9]+-[0-9]+"));
            assertThat(names(events, first)).containsExactly("job.queued", "job.started", "job.succeeded");
            assertThat(names(events, second)).containsExactly("job.queued");
            assertThat(names(events, foreign)).isEmpty();
            assertThat(stream.oddFields()).isEmpty();
            Event end = events.getLast();
            assertThat(end.data().at("/outputs/0/url").asText()).startsWith("http");
            assertThat(end.data().at("/kind").asText()).isEqualTo("image.generate");
            assertThat(end.data().at("/input").has("kind")).isFalse();
        }
    }

    @Test
    void goesOnAfterTheLastEventThatWasSeen() {
        String last;
        String job;
        try (EventStream stream = EventStream.ofAll(alice).listening()) {
            job = submit(alice, "an interrupted apple", "");
            Event queued = stream.next();
            while (!queued.data().at("/id").asText().equals(job)) {
                queued = stream.next();
            }
            last = queued.id();
        }
        new FakeWorker(log, store, "alice", job).start().succeed(GIF);
        try (EventStream stream = EventStream.ofAll(alice, "Last-Event-ID", last)) {
            assertThat(names(untilEnded(stream, job), job)).containsExactly("job.started", "job.succeeded");
        }
    }

    @Test
    void reportsGapsAndRepetitions() {
        String job = submit(alice, "an old apple", "");
        new FakeWorker(log, store, "alice", job).start().succeed(GIF);
        try (EventStream stream = EventStream.ofAll(alice, "Last-Event-ID", "deadbeef.99-1")) {
            List<Event> events = untilEnded(stream, job);
            assertThat(events.getFirst().name()).isEqualTo("stream.rebuilt");
            assertThat(names(events, job)).containsExactly("job.queued", "job.started", "job.succeeded");
        }
        String epoch;
        try (EventStream stream = EventStream.ofAll(alice).listening()) {
            submit(alice, "a new apple", "");
            epoch = stream.next().id().substring(0, 8);
        }
        try (EventStream stream = EventStream.ofAll(alice, "Last-Event-ID", epoch + ".99-1")) {
            assertThat(stream.next().name()).isEqualTo("stream.gap");
            assertThat(names(untilEnded(stream, job), job)).hasSize(3);
        }
    }

    @Test
    void expiresWaitingJobsWithoutAnyWorker() {
        String patient = submit(alice, "a patient apple", ", \"expires_in\": \"1h\"");
        String hasty = submit(alice, "a hasty apple", ", \"expires_in\": \"1s\"");
        String begun = submit(alice, "a begun apple", ", \"expires_in\": \"2s\"");
        new FakeWorker(log, store, "alice", begun).start();
        try (EventStream stream = EventStream.open(alice, hasty)) {
            List<Event> events = stream.toTheEnd();
            assertThat(events.getLast().name()).isEqualTo("job.expired");
            assertThat(stream.oddFields()).isEmpty();
        }
        var ended = alice.get("/v1/jobs/" + hasty).json();
        assertThat(ended.at("/state").asText()).isEqualTo("expired");
        assertThat(ended.at("/attempt").asInt()).isZero();
        String later = submit(alice, "a later apple", ", \"expires_in\": \"3s\"");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> alice.get("/v1/jobs/" + later)
                        .json()
                        .at("/state")
                        .asText()
                        .equals("expired"));
        assertThat(alice.get("/v1/jobs/" + patient).json().at("/state").asText())
                .isEqualTo("queued");
        assertThat(alice.get("/v1/jobs/" + begun).json().at("/state").asText())
                .as("it had started in time")
                .isNotEqualTo("expired");
        assertThat(redis.await(redis.commands().zscore("darkroom:deadlines", hasty)))
                .isNull();
        assertThat(redis.await(redis.commands().zscore("darkroom:deadlines", begun)))
                .as("checked again before the log deletes it")
                .isGreaterThan(redis.await(redis.commands().zscore("darkroom:deadlines", patient)));
    }

    private static List<Event> untilEnded(EventStream stream, String job) {
        List<Event> events = new ArrayList<>();
        Event event;
        do {
            event = stream.next();
            events.add(event);
        } while (!event.name().equals("job.succeeded")
                || !event.data().at("/id").asText().equals(job));
        return events;
    }

    private static List<String> names(List<Event> events, String job) {
        return events.stream()
                .filter(event -> event.data().path("id").asText().equals(job)
                        || event.data().path("job_id").asText().equals(job))
                .map(Event::name)
                .toList();
    }

    private static String submit(Client client, String prompt, String more) {
        return client.post(
                        "/v1/jobs",
                        "{\"kind\":\"image.generate\",\"model\":\"stickers\",\"input\":{\"prompt\":\"" + prompt + "\"}"
                                + more + "}")
                .json()
                .path("id")
                .asText();
    }
}
