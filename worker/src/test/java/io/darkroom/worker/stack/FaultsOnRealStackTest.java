package io.darkroom.worker.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.event.JobEvent.Finished;
import io.darkroom.contracts.event.JobEvent.Released;
import io.darkroom.contracts.event.JobEvent.Started;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.wire.RedisKeys;
import io.darkroom.local.backends.Backends;
import io.darkroom.rules.UsesServers;
import io.darkroom.worker.platform.Worker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold when something fails, on real Kafka, S3 and Redis. */
@UsesServers
@ExtendWith(StackExtension.class)
class FaultsOnRealStackTest {
    private final Stack stack;

    FaultsOnRealStackTest(Stack stack) {
        this.stack = stack;
    }

    private static TestPipeline steps(Duration each) {
        return new TestPipeline(_ -> TimeUnit.MILLISECONDS.sleep(each.toMillis()));
    }

    private void awaitStart(JobRequest job) {
        Awaitility.await("start of " + job.id())
                .atMost(Duration.ofSeconds(30))
                .until(() -> stack.events(job).stream().anyMatch(Started.class::isInstance));
    }

    @Test
    void racingWorkersRunEachJobOnce() {
        TestPipeline pipeline = TestPipeline.instant();
        stack.worker("a", 3, pipeline);
        stack.worker("b", 3, pipeline);
        List<JobRequest> jobs = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            jobs.add(stack.submit(TestJobs.anImage()));
        }
        for (JobRequest job : jobs) {
            Outcome outcome = stack.awaitEnd(job);
            assertThat(outcome.state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(outcome.attempt()).isEqualTo(1);
        }
        assertThat(pipeline.runs()).isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aCancelStopsARunWithinOneStep(int cancelAt) {
        JobRequest job = TestJobs.anImage(5);
        stack.worker("a", 1, new TestPipeline(step -> {
            if (step == cancelAt) {
                stack.raiseCancelFlag(job.id());
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }));
        stack.submit(job);

        Outcome outcome = stack.awaitEnd(job);

        assertThat(outcome.state()).isEqualTo(JobState.CANCELED);
        assertThat(outcome.canceledAtStep()).isEqualTo(cancelAt);
    }

    @Test
    void aBrokerThatIsKilledInMidJobLosesNothing() throws Exception {
        TestPipeline pipeline = steps(Duration.ofMillis(500));
        stack.worker("a", 1, pipeline);
        JobRequest job = stack.submit(TestJobs.anImage(16));
        JobRequest next = stack.submit(TestJobs.anImage(1));
        awaitStart(job);

        stack.backends().component(Backends.KAFKA).kill9();
        stack.backends().component(Backends.KAFKA).restart();

        assertThat(stack.awaitEnd(job).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(stack.awaitEnd(next).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(stack.events(job))
                .filteredOn(Finished.class::isInstance)
                .extracting(it -> ((Finished) it).outcome())
                .containsOnly(stack.awaitEnd(job));
        assertThat(pipeline.runs()).as("what was computed is not thrown away").isEqualTo(2);
    }

    @Test
    void jobsContinueWithoutRedisAndTheWorkerReappearsAfterwards() throws Exception {
        stack.worker("a", 1, steps(Duration.ofMillis(300)));
        JobRequest running = stack.submit(TestJobs.anImage(4));
        awaitStart(running);
        stack.backends().component(Backends.REDIS).kill9();
        JobRequest later = stack.submit(TestJobs.anImage(1));

        assertThat(stack.awaitEnd(running).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(stack.awaitEnd(later).state()).isEqualTo(JobState.SUCCEEDED);

        stack.backends().component(Backends.REDIS).restart();
        Awaitility.await("heartbeat")
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> stack.redis().sync().get(RedisKeys.worker("a")) != null);
    }

    @Test
    void anOutageOfTheStoreBurnsNoAttemptAndPausesTheWorker() throws Exception {
        CountDownLatch outage = new CountDownLatch(1);
        Worker worker = stack.worker("a", 1, new TestPipeline(step -> {
            if (outage.getCount() > 0) {
                stack.backends().component(Backends.S3).kill9();
                outage.countDown();
            }
        }));
        JobRequest job = stack.submit(TestJobs.anImage(2));
        Awaitility.await("given back")
                .atMost(Duration.ofSeconds(30))
                .until(() -> stack.events(job).stream().anyMatch(Released.class::isInstance));
        assertThat(worker.unreadiness()).contains("object store");

        stack.backends().component(Backends.S3).restart();

        Outcome outcome = stack.awaitEnd(job);
        assertThat(outcome.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(stack.events(job))
                .filteredOn(Released.class::isInstance)
                .isNotEmpty()
                .allSatisfy(it -> assertThat(((Released) it).countsAsAttempt()).isFalse());
    }

    @Test
    void aPoisonedJobEndsAfterItsAttemptsAsADeadLetter() {
        TestPipeline poison = new TestPipeline(_ -> {
            throw new OutOfMemoryError("simulated");
        });
        stack.worker("a", 2, poison);
        JobRequest job = stack.submit(TestJobs.anImage());

        Outcome outcome = stack.awaitEnd(job);

        assertThat(Objects.requireNonNull(outcome.failure()).code()).isEqualTo(FailureCode.ATTEMPTS_EXHAUSTED);
        assertThat(poison.runs()).isEqualTo(3);
        DeadLetter letter = stack.awaitDeadLetter(it -> job.id().equals(it.jobId()));
        assertThat(letter.attempts()).isEqualTo(3);
        assertThat(letter.message()).contains("out_of_memory");
    }

    @Test
    void garbageBecomesADeadLetterAndDelaysNoJob() {
        stack.worker("a", 1, TestPipeline.instant());
        byte[] garbage = "{\"no\": \"job\"}".getBytes(StandardCharsets.UTF_8);
        JobRequest key = TestJobs.anImage();
        stack.publish(key, garbage);
        JobRequest good = stack.submit(TestJobs.anImage());

        assertThat(stack.awaitEnd(good).state()).isEqualTo(JobState.SUCCEEDED);

        DeadLetter letter = stack.awaitDeadLetter(it -> key.id().equals(it.jobId()));
        assertThat(letter.value()).isEqualTo(garbage);
        assertThat(letter.code()).isEqualTo(FailureCode.INVALID_INPUT);
    }

    @Test
    void aWorkerIsListedWhileItLives() {
        Worker worker = stack.worker("shown", 2, TestPipeline.instant());
        Awaitility.await("heartbeat")
                .until(() -> stack.redis().sync().get(RedisKeys.worker("shown")), Objects::nonNull);
        assertThat(stack.redis().sync().get(RedisKeys.worker("shown")))
                .contains("\"slots\":2")
                .contains("\"test-model\"")
                .contains("\"image.interactive\"");

        worker.stop();

        assertThat(stack.redis().sync().get(RedisKeys.worker("shown"))).isNull();
    }

    @Test
    void countsAttemptsFromTheLogWhenBrokerAndRedisLostThem() {
        JobRequest job = TestJobs.anImage();
        for (int attempt = 1; attempt <= 3; attempt++) {
            stack.append(
                    new Started(JobEvent.SCHEMA, job.id(), job.tenant(), attempt, 1, job.createdAt(), "dead", null));
        }
        stack.redis().sync().hset(RedisKeys.job(job.id()), RedisKeys.FIELD_STATE, "loading");
        stack.redis().sync().hset(RedisKeys.job(job.id()), RedisKeys.FIELD_ATTEMPT, "1");
        TestPipeline pipeline = TestPipeline.instant();
        stack.worker("a", 1, pipeline);
        stack.submit(job);

        Outcome outcome = stack.awaitEnd(job);

        assertThat(Objects.requireNonNull(outcome.failure()).code()).isEqualTo(FailureCode.ATTEMPTS_EXHAUSTED);
        assertThat(pipeline.runs()).isZero();
    }
}
