package io.darkroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.contracts.fleet.WorkerStatus;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.ObjectKeys;
import io.darkroom.contracts.wire.RedisKeys;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.gateway.stack.Client;
import io.darkroom.gateway.stack.EventStream;
import io.darkroom.gateway.stack.FakeWorker;
import io.darkroom.gateway.stack.GatewayStack;
import io.darkroom.gateway.view.JobView;
import io.darkroom.gateway.view.RedisJobViews;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.redis.RedisConnections;
import io.darkroom.platform.store.ObjectStore;
import io.darkroom.rules.UsesServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that started a week ago and that no worker holds now, shortly before the log deletes their records. */
@UsesServers
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class AbandonedJobsTest {
    private static final String APPLE = """
        {"kind": "image.generate", "model": "stickers", "input": {"prompt": "a red apple"}}
        """;
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    KafkaLog log;

    @Inject
    ObjectStore store;

    @Inject
    RedisConnections redis;

    @Inject
    RedisJobViews views;

    private Client alice;

    @BeforeEach
    void callAsAlice() {
        alice = Client.of("alice");
    }

    @AfterEach
    void theWorkerIsGone() {
        redis.await(redis.commands().del(RedisKeys.worker("fake")));
    }

    /** A job that was accepted at that age and has an hour left to start. */
    private JobId acceptedBefore(Duration age) {
        String submitted = alice.post("/v1/jobs", APPLE).json().path("id").asText();
        JobRequest now = views.find(new JobId(submitted)).map(JobView::request).orElseThrow();
        JobRequest old = new JobRequest(
                now.schema(),
                JobId.derived("alice", "abandoned " + submitted),
                now.tenant(),
                now.model(),
                now.lane(),
                now.priority(),
                now.input(),
                now.workSeconds(),
                now.previews(),
                now.webhook(),
                now.metadata(),
                NOW.minus(age),
                NOW.plus(Duration.ofHours(1)),
                now.verifies(),
                now.requestId());
        log.append(Topics.jobs(old.lane(), 0), old.id().value(), Json.encode(old), Map.of());
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(views.find(old.id()).map(JobView::request)).isPresent());
        return old.id();
    }

    private FakeWorker worker(JobId job) {
        return new FakeWorker(log, store, "alice", job.value());
    }

    /** The heartbeat of a worker that is running the job. */
    private void worksOn(JobId job) {
        WorkerStatus status =
                new WorkerStatus("fake", NOW, NOW, List.of(), 1, 1, List.of(), List.of(), List.of(job.value()), null);
        redis.await(redis.commands()
                .set(RedisKeys.worker("fake"), new String(Json.encode(status), StandardCharsets.UTF_8)));
    }

    private String state(JobId job) {
        return alice.get("/v1/jobs/" + job.value()).json().path("state").asText();
    }

    private void awaitState(JobId job, String state) {
        await().atMost(SOON).untilAsserted(() -> assertThat(state(job)).isEqualTo(state));
    }

    @Test
    void anInterruptedJobThatNoWorkerAcquiredAgainExpires() {
        JobId job = acceptedBefore(Topics.LONGEST_WAIT);
        worker(job).start().step(1, 9).release();
        try (EventStream stream = EventStream.open(alice, job.value())) {
            assertThat(stream.toTheEnd().stream().map(EventStream.Event::brief))
                    .containsExactly(
                            "0 job.queued", "1 job.started", "2 job.progress", "3 job.released", "4 job.expired");
        }
        Outcome outcome = Json.decode(
                store.get(ObjectKeys.outcome("alice", job), 1_000_000).orElseThrow(), Outcome.class);
        assertThat(outcome.attempt()).isEqualTo(1);
        assertThat(outcome.startedAt()).isNotNull();
    }

    @Test
    void aRunningJobIsLeftToItsWorkerAndExpiresWhenTheWorkerIsGone() {
        JobId job = acceptedBefore(Topics.LONGEST_WAIT);
        worksOn(job);
        FakeWorker worker = worker(job).start().step(1, 9);
        awaitState(job, "running");
        await().during(Duration.ofSeconds(3))
                .atMost(SOON)
                .until(() -> state(job).equals("running"));
        redis.await(redis.commands().del(RedisKeys.worker("fake")));
        worker.step(2, 9);
        awaitState(job, "expired");
    }

    @Test
    void aCancelOfAnAbandonedJobIsKept() {
        JobId job = acceptedBefore(Topics.LONGEST_WAIT);
        worksOn(job);
        FakeWorker worker = worker(job).start().step(1, 9);
        awaitState(job, "running");
        alice.post("/v1/jobs/" + job.value() + "/cancel", "");
        awaitState(job, "canceling");
        redis.await(redis.commands().del(RedisKeys.worker("fake")));
        worker.release();
        awaitState(job, "canceled");
    }

    @Test
    void anOutcomeThatItsWorkerDidNotAnnounceIsAnnounced() {
        JobId job = acceptedBefore(Topics.LONGEST_WAIT);
        FakeWorker worker = worker(job);
        worker.commit(worker.outcome("GIF89a".getBytes(StandardCharsets.US_ASCII)));
        worker.start().step(1, 9);
        awaitState(job, "succeeded");
        try (EventStream stream = EventStream.open(alice, job.value())) {
            assertThat(stream.toTheEnd().getLast().brief()).isEqualTo("3 job.succeeded");
        }
    }

    @Test
    void aYoungerOneWaitsOn() {
        JobId job = acceptedBefore(Topics.LONGEST_WAIT.minusMinutes(1));
        worker(job).start().release();
        awaitState(job, "queued");
        await().during(Duration.ofSeconds(3))
                .atMost(SOON)
                .until(() -> state(job).equals("queued"));
    }
}
