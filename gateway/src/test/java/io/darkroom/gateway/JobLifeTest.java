package io.darkroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.wire.RedisKeys;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.stack.Client;
import io.darkroom.gateway.stack.Client.Answer;
import io.darkroom.gateway.stack.EventStream;
import io.darkroom.gateway.stack.FakeWorker;
import io.darkroom.gateway.stack.GatewayStack;
import io.darkroom.gateway.view.ViewConfig;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.store.ObjectStore;
import io.darkroom.rules.UsesServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job from its submission to its end, over HTTP, with a hand-driven worker. */
@UsesServers
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class JobLifeTest {
    private static final String APPLE = """
        {"kind": "image.generate", "model": "stickers", "input": {"prompt": "a red apple"}}
        """;
    private static final byte[] GIF = "GIF89a and the rest".getBytes(StandardCharsets.US_ASCII);

    @Inject
    KafkaLog log;

    @Inject
    ObjectStore store;

    @Inject
    RedisConnections redis;

    @Inject
    ViewConfig views;

    private Client alice;

    @BeforeEach
    void callAsAlice() {
        alice = Client.of("alice");
    }

    private String submit() {
        Answer accepted = alice.post("/v1/jobs", APPLE);
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        return accepted.json().path("id").asText();
    }

    private FakeWorker worker(String job) {
        return new FakeWorker(log, store, "alice", job);
    }

    private void awaitState(String job, String state) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(alice.get("/v1/jobs/" + job)
                                .json()
                                .path("state")
                                .asText())
                        .isEqualTo(state));
    }

    @Test
    void aSubmittedJobIsFoundAtOnceWithItsDefaultsResolved() {
        Answer accepted = alice.post("/v1/jobs", APPLE, "X-Request-Id", "my-call");
        Answer found = alice.get(accepted.header("Location"));
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.header("X-Request-Id")).isEqualTo("my-call");
        assertThat(accepted.header("X-Job-Id"))
                .isEqualTo(found.json().path("id").asText());
        assertThat(found.json().path("state").asText()).isEqualTo("queued");
        assertThat(found.json().path("input").path("steps").asInt()).isEqualTo(20);
        assertThat(found.json().path("input").path("seed").isIntegralNumber()).isTrue();
        assertThat(found.json().path("links").path("events").asText()).endsWith("/events");
    }

    @Test
    void aJobEndsBeforeTheLogsAndViewsThatKnowItAreForgotten() {
        var job = alice.get("/v1/jobs/" + submit()).json();
        Instant created = Instant.parse(job.path("created_at").asText());
        Instant expires = Instant.parse(job.path("expires_at").asText());
        assertThat(Duration.between(created, expires)).isEqualTo(Topics.LONGEST_WAIT);
        assertThat(views.viewTtl()).isGreaterThan(Topics.LONGEST_WAIT);
        assertThat(Topics.all(1))
                .filteredOn(topic -> Set.of("jobs", "held", "events").contains(Topics.family(topic.name())))
                .hasSize(Lane.values().length + 2)
                .allSatisfy(topic -> assertThat(
                                Duration.ofMillis(Long.parseLong(topic.config().get("retention.ms"))))
                        .isGreaterThan(Topics.LONGEST_WAIT));
    }

    @Test
    void aStreamHasAllEventsInOrderAndEndsWithTheJob() {
        String job = submit();
        try (EventStream stream = EventStream.open(alice, job)) {
            assertThat(stream.next().brief()).isEqualTo("0 job.queued");
            worker(job).start().step(1, 2).release().start().step(2, 2).succeed(GIF);
            List<EventStream.Event> events = stream.toTheEnd();
            assertThat(events.stream().map(EventStream.Event::brief))
                    .containsExactly(
                            "1 job.started",
                            "2 job.progress",
                            "3 job.released",
                            "4 job.started",
                            "5 job.progress",
                            "6 job.succeeded");
            assertThat(events.getLast()
                            .data()
                            .path("outputs")
                            .get(0)
                            .path("url")
                            .asText())
                    .startsWith("http");
        }
        try (EventStream resumed = EventStream.open(alice, job, "Last-Event-ID", "4")) {
            assertThat(resumed.toTheEnd().stream().map(EventStream.Event::brief))
                    .containsExactly("5 job.progress", "6 job.succeeded");
        }
    }

    @Test
    void theResultIsServedAsAnAttachmentWithoutCredentials() throws IOException, InterruptedException {
        String job = submit();
        worker(job).start().succeed(GIF);
        awaitState(job, "succeeded");
        String url = alice.get("/v1/jobs/" + job).json().at("/outputs/0/url").asText();
        HttpResponse<byte[]> result = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.body()).isEqualTo(GIF);
        assertThat(result.headers().firstValue("Content-Disposition").orElse(""))
                .startsWith("attachment");
    }

    @Test
    void preferWaitAnswersWhenTheJobHasEnded() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer> waiting = threads.submit(
                    () -> alice.post("/v1/jobs", APPLE, "Prefer", "wait=30", "Idempotency-Key", "waits-for-its-end"));
            String job = JobId.derived("alice", "waits-for-its-end").value();
            awaitState(job, "queued");
            worker(job).start().succeed(GIF);
            Answer answer = get(waiting);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("state").asText()).isEqualTo("succeeded");
        }
    }

    @Test
    void aWaitingJobThatIsCanceledHasEnded() {
        String job = submit();
        Answer canceled = alice.post("/v1/jobs/" + job + "/cancel", "");
        assertThat(canceled.json().path("state").asText())
                .as(canceled.toString())
                .isEqualTo("canceled");
        assertThat(alice.post("/v1/jobs/" + job + "/cancel", "")
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("canceled");
        awaitState(job, "canceled");
        worker(job).start();
        try (EventStream stream = EventStream.open(alice, job)) {
            assertThat(stream.toTheEnd().stream().map(EventStream.Event::brief))
                    .containsExactly("0 job.queued", "1 job.canceled");
        }
    }

    @Test
    void aRunningJobIsCancelingUntilItsWorkerConfirms() {
        String job = submit();
        FakeWorker worker = worker(job).start().step(1, 9);
        awaitState(job, "running");
        assertThat(alice.post("/v1/jobs/" + job + "/cancel", "")
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("canceling");
        assertThat(redis.await(redis.commands().exists(RedisKeys.cancel(new JobId(job)))))
                .isEqualTo(1);
        worker.step(2, 9);
        assertThat(alice.post("/v1/jobs/" + job + "/cancel", "")
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("canceling");
        worker.confirmCancel(3);
        awaitState(job, "canceled");
        assertThat(alice.get("/v1/jobs/" + job).json().path("canceled_at_step").asInt())
                .isEqualTo(3);
    }

    @Test
    void aCancellationThatLosesTheRaceReturnsTheOutcome() {
        String job = submit();
        FakeWorker worker = worker(job);
        worker.commit(worker.outcome(GIF));
        assertThat(alice.post("/v1/jobs/" + job + "/cancel", "")
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("succeeded");
    }

    @Test
    void flushedRedisIsRebuiltFromTheLogWithTheSameNumbers() {
        String running = submit();
        String ended = submit();
        worker(running).start().step(1, 9);
        worker(ended).start().step(1, 1).succeed(GIF);
        awaitState(running, "running");
        awaitState(ended, "succeeded");
        redis.await(redis.commands().flushall());
        assertThat(alice.get("/v1/jobs/" + ended).json().path("state").asText())
                .as("at once, from the outcome")
                .isEqualTo("succeeded");
        long start = System.nanoTime();
        awaitState(running, "running");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        try (EventStream stream = EventStream.open(alice, ended)) {
            assertThat(stream.toTheEnd().stream().map(EventStream.Event::brief))
                    .containsExactly("0 job.queued", "1 job.started", "2 job.progress", "3 job.succeeded");
        }
        assertThat(alice.get("/v1/jobs?limit=100").raw().body())
                .contains(running)
                .contains(ended);
    }

    @Test
    void aStreamGoesOnThroughAFlush() {
        String job = submit();
        try (EventStream stream = EventStream.open(alice, job)) {
            FakeWorker worker = worker(job).start().step(1, 2);
            assertThat(stream.next().brief()).isEqualTo("0 job.queued");
            assertThat(stream.next().brief()).isEqualTo("1 job.started");
            assertThat(stream.next().brief()).isEqualTo("2 job.progress");
            redis.await(redis.commands().flushall());
            worker.step(2, 2).succeed(GIF);
            assertThat(stream.toTheEnd().stream().map(EventStream.Event::brief))
                    .containsExactly("3 job.progress", "4 job.succeeded");
        }
    }

    @Test
    void pagesAreCompleteAndNewestFirst() {
        List<String> submitted = new ArrayList<>();
        Client bob = Client.of("bob");
        for (int i = 0; i < 7; i++) {
            submitted.addFirst(bob.post("/v1/jobs", APPLE).json().path("id").asText());
        }
        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = bob.get("/v1/jobs?limit=3&state=queued&kind=image.generate&cursor=" + cursor);
            page.json().path("jobs").forEach(job -> listed.add(job.path("id").asText()));
            cursor = page.json().path("next_cursor").asText("");
        } while (!cursor.isEmpty());
        assertThat(listed).containsSubsequence(submitted).doesNotHaveDuplicates();
        assertThat(bob.get("/v1/jobs?kind=video.predict").json().path("jobs")).isEmpty();
    }

    @Test
    void anUploadAndAnOutputBecomeTheInputOfAJob() {
        Answer upload = alice.upload("application/octet-stream", GIF);
        assertThat(upload.status()).as(upload.toString()).isEqualTo(201);
        assertThat(upload.json().path("content_type").asText()).isEqualTo("image/gif");
        assertThat(alice.get(upload.header("Location")).json()).isEqualTo(upload.json());
        String first = submit();
        worker(first).start().succeed(GIF);
        awaitState(first, "succeeded");
        for (String clip : List.of(
                "upload:" + upload.json().path("id").asText(),
                "job:" + first + "/0",
                "data:image/gif;base64," + Base64.getEncoder().encodeToString(GIF))) {
            Answer accepted = alice.post(
                    "/v1/jobs",
                    "{\"kind\":\"video.predict\",\"model\":\"futures\",\"input\":{\"clip\":\"" + clip + "\"}}");
            assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
            assertThat(accepted.json().at("/input/clip/content_type").asText()).isEqualTo("image/gif");
            assertThat(accepted.json().at("/input/num_frames").asInt()).isEqualTo(8);
        }
    }

    private static Answer get(Future<Answer> answer) {
        try {
            return answer.get();
        } catch (Exception e) {
            throw new AssertionError("the call failed", e);
        }
    }
}
