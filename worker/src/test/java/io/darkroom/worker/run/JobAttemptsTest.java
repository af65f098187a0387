package io.darkroom.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.event.JobEvent.Finished;
import io.darkroom.contracts.event.JobEvent.Released;
import io.darkroom.contracts.event.JobEvent.Started;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.stack.TestJobs;
import io.darkroom.worker.stack.TestPipeline;
import io.darkroom.worker.view.JobView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is retried, how often, and what becomes a dead letter. */
class JobAttemptsTest extends RunCase {
    @Test
    void retriesWhatMaySucceedLaterUntilItsAttemptsAreUsedUp() {
        TestPipeline poison = new TestPipeline(_ -> {
            throw new OutOfMemoryError("test");
        });

        assertThat(run(poison, 1)).isInstanceOf(Verdict.RetryAfter.class);
        assertThat(run(poison, 2)).isInstanceOf(Verdict.RetryAfter.class);
        assertThat(bench.outcome(job)).isEmpty();
        assertThat(run(poison, 3)).isEqualTo(new Verdict.Accept(JobState.FAILED));

        assertThat(poison.runs()).isEqualTo(3);
        assertThat(bench.events(Started.class)).extracting(Started::attempt).containsExactly(1, 2, 3);
        assertThat(bench.events(Released.class)).extracting(Released::reason).containsOnly(Released.TRANSIENT);
        assertThat(Objects.requireNonNull(outcome().failure()).code()).isEqualTo(FailureCode.ATTEMPTS_EXHAUSTED);
        assertThat(outcome().failure().message()).contains("out_of_memory");
        assertThat(bench.log.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.jobId()).isEqualTo(job.id());
            assertThat(letter.attempts()).isEqualTo(3);
            assertThat(letter.value()).isNotNull();
        });
    }

    @Test
    void countsAttemptsOfWorkersThatDiedSilentlyEvenIfTheBrokerLostItsCount() {
        for (int attempt = 1; attempt <= 3; attempt++) {
            bench.log.append(new Started(
                    JobEvent.SCHEMA, job.id(), job.tenant(), attempt, 1, bench.now(), "dead-" + attempt, null));
        }
        bench.views.show(job.id(), new JobView(JobState.LOADING, 3, 3));
        bench.passes(Duration.ofSeconds(6));
        TestPipeline pipeline = TestPipeline.instant();

        assertThat(run(pipeline, 1)).isEqualTo(new Verdict.Accept(JobState.FAILED));

        assertThat(pipeline.runs()).isZero();
        assertThat(Objects.requireNonNull(outcome().failure()).message()).contains("died");
        assertThat(bench.log.letters()).hasSize(1);
    }

    /** A broker loses its count in a crash, and a worker that froze with a record still has the old count. */
    @Test
    void countsAttemptsThoughTheBrokerLostItsCountAndTheProjectionLags() {
        bench.views.show(job.id(), new JobView(JobState.QUEUED, 0, 0));
        for (int attempt = 1; attempt <= 3; attempt++) {
            run(
                    new TestPipeline(_ -> {
                        throw new OutOfMemoryError("every attempt fails");
                    }),
                    1);
        }
        assertThat(bench.events(Started.class)).extracting(Started::attempt).containsExactly(1, 2, 3);
        assertThat(outcome().state()).isEqualTo(JobState.FAILED);
        assertThat(run(TestPipeline.instant(), 1)).isEqualTo(new Verdict.Accept(JobState.FAILED));
        assertThat(bench.events(Started.class)).hasSize(3);
    }

    @Test
    void countsFromTheLogWhenRedisLostTheView() {
        run(
                new TestPipeline(_ -> {
                    throw new IllegalStateException("fails");
                }),
                1);
        bench.passes(Duration.ofSeconds(3));

        run(TestPipeline.instant(), 1);

        assertThat(outcome().attempt()).isEqualTo(2);
    }

    @Test
    void chargesNothingForAShutdown() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        TestPipeline slow = new TestPipeline(_ -> {
            running.countDown();
            TimeUnit.SECONDS.sleep(60);
        });
        for (int delivery = 1; delivery <= 5; delivery++) {
            JobRun run = bench.worker("w1", slow).open(bench.delivery(job, delivery));
            List<Verdict> verdicts = new CopyOnWriteArrayList<>();
            Thread thread = Thread.ofPlatform().start(() -> verdicts.add(run.execute()));
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            int startedSoFar = delivery;
            Awaitility.await().until(() -> bench.events(Started.class).size() == startedSoFar);
            run.shutDown();
            thread.interrupt();
            thread.join(Duration.ofSeconds(10));
            assertThat(verdicts).containsExactly(new Verdict.Interrupted());
        }
        assertThat(bench.events(Released.class))
                .hasSize(5)
                .extracting(Released::reason)
                .containsOnly(Released.SHUTDOWN);

        assertThat(run(TestPipeline.instant(), 6)).isEqualTo(new Verdict.Accept(JobState.SUCCEEDED));
        assertThat(outcome().attempt()).isEqualTo(6);
    }

    @Test
    void acknowledgesNothingAfterTheLockIsLost() throws Exception {
        JobRun[] run = new JobRun[1];
        TestPipeline pipeline = new TestPipeline(step -> {
            if (step == 2) {
                run[0].loseLock();
            }
        });
        run[0] = bench.worker("w1", pipeline).open(bench.delivery(job, 1));

        assertThat(run[0].execute()).isEqualTo(new Verdict.LockLost());

        assertThat(bench.outcome(job)).isEmpty();
        assertThat(bench.events(Released.class)).extracting(Released::reason).containsExactly(Released.LOCK_LOST);
    }

    /** A broker that crashes delivers everything again; the jobs that ran then are not to blame, however often it crashes. */
    @Test
    void chargesNothingForALockThatWasLost() {
        for (int delivery = 1; delivery <= 5; delivery++) {
            JobRun[] run = new JobRun[1];
            TestPipeline pipeline = new TestPipeline(_ -> run[0].loseLock());
            run[0] = bench.worker("w1", pipeline).open(bench.delivery(job, delivery));
            assertThat(run[0].execute()).isEqualTo(new Verdict.LockLost());
        }
        assertThat(run(TestPipeline.instant(), 6)).isEqualTo(new Verdict.Accept(JobState.SUCCEEDED));
    }

    @Test
    void doesNotGiveUpWhileTheLastAttemptMayStillEnd() {
        for (int attempt = 1; attempt <= 3; attempt++) {
            bench.log.append(
                    new Started(JobEvent.SCHEMA, job.id(), job.tenant(), attempt, 1, bench.now(), "w" + attempt, null));
        }
        bench.views.show(job.id(), new JobView(JobState.RUNNING, 3, 3));
        assertThat(run(TestPipeline.instant(), 2)).as("it began just now").isInstanceOf(Verdict.RetryAfter.class);

        bench.passes(Duration.ofMinutes(1));
        bench.views.runs("w3", job.id());
        assertThat(run(TestPipeline.instant(), 3)).isInstanceOf(Verdict.RetryAfter.class);
        assertThat(run(TestPipeline.instant(), bench.limits.deliveries() + 1))
                .as("however often it is handed out meanwhile")
                .isInstanceOf(Verdict.RetryAfter.class);

        bench.views.down(true);
        assertThat(run(TestPipeline.instant(), 4)).as("it is unknown").isInstanceOf(Verdict.RetryAfter.class);
        assertThat(bench.events(Started.class)).as("no other attempt started").hasSize(3);

        bench.views.down(false);
        bench.views.runs("w3");
        assertThat(run(TestPipeline.instant(), 5)).isEqualTo(new Verdict.Accept(JobState.FAILED));
        assertThat(Objects.requireNonNull(outcome().failure()).code()).isEqualTo(FailureCode.ATTEMPTS_EXHAUSTED);
    }

    @Test
    void burnsNoAttemptWhileTheStoreIsDown() {
        for (int delivery = 1; delivery <= 4; delivery++) {
            TestPipeline pipeline = new TestPipeline(_ -> bench.store.down(true));
            assertThat(run(pipeline, delivery)).isInstanceOf(Verdict.RetryAfter.class);
            assertThat(bench.gate.isOpen()).isFalse();
            bench.store.down(false);
            Awaitility.await("the gate opens again").until(bench.gate::isOpen);
        }
        assertThat(bench.events(Released.class))
                .hasSize(4)
                .extracting(Released::reason)
                .containsOnly(Released.UNAVAILABLE);

        assertThat(run(TestPipeline.instant(), 5)).isEqualTo(new Verdict.Accept(JobState.SUCCEEDED));
    }

    @Test
    void waitsUntilTheTerminalEventIsInTheLog() {
        TestPipeline pipeline = new TestPipeline(step -> {
            if (step == 4) {
                bench.log.down(true);
            }
        });
        assertThat(run(pipeline, 1)).isInstanceOf(Verdict.RetryAfter.class);
        assertThat(outcome().state()).isEqualTo(JobState.SUCCEEDED);
        bench.log.down(false);

        assertThat(run(pipeline, 2)).isEqualTo(new Verdict.Accept(JobState.SUCCEEDED));

        assertThat(pipeline.runs()).isEqualTo(1);
        assertThat(bench.events(Finished.class)).hasSize(1);
    }

    @Test
    void doesNotRunAJobWithoutItsStartEvent() {
        bench.log.down(true);
        TestPipeline pipeline = TestPipeline.instant();
        assertThat(run(pipeline, 1)).isInstanceOf(Verdict.RetryAfter.class);
        assertThat(pipeline.runs()).isZero();
    }

    @Test
    void endsAJobOnWhichTheWorkerFailsBeforeEachAttempt() {
        bench.views.breakWith(new OutOfMemoryError("simulated"));
        for (int delivery = 1; delivery <= 3; delivery++) {
            assertThat(run(TestPipeline.instant(), delivery)).isInstanceOf(Verdict.RetryAfter.class);
        }
        assertThat(run(TestPipeline.instant(), 4)).isEqualTo(new Verdict.Accept(JobState.FAILED));
        assertThat(Objects.requireNonNull(outcome().failure()).code()).isEqualTo(FailureCode.INTERNAL);
        assertThat(bench.log.letters()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "{}", "[1,2]", "{\"schema\":1,\"id\":\"job_short\"}"})
    void publishesOtherRecordsThanJobsAsDeadLetters(String garbage) {
        AcquiredJob record = new AcquiredJob(
                new AcquiredJob.Position("darkroom.jobs.video.0", 0, 17),
                bench.now(),
                null,
                garbage.getBytes(StandardCharsets.UTF_8),
                new AcquiredJob.DeliveryCount(1, 1),
                Map.of());

        Verdict verdict =
                bench.worker("w1", TestPipeline.instant()).open(record).execute();

        assertThat(verdict).isEqualTo(new Verdict.Reject(FailureCode.INVALID_INPUT));
        assertThat(bench.log.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.offset()).isEqualTo(17);
            assertThat(letter.value()).isEqualTo(garbage.getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void waitsForAWorkerThatServesTheModelButNotForEver() {
        JobRequest other = TestJobs.anImage(4, bench.now(), null);
        job = new JobRequest(
                1,
                other.id(),
                other.tenant(),
                "unserved",
                other.lane(),
                other.priority(),
                other.input(),
                1,
                0,
                null,
                other.metadata(),
                other.createdAt(),
                null,
                null,
                null);
        assertThat(run(TestPipeline.instant(), 1)).isInstanceOf(Verdict.RetryAfter.class);
        assertThat(bench.events(Started.class)).isEmpty();

        bench.passes(bench.limits.patience().model());

        assertThat(run(TestPipeline.instant(), 2)).isEqualTo(new Verdict.Accept(JobState.FAILED));
        assertThat(Objects.requireNonNull(outcome().failure()).code()).isEqualTo(FailureCode.MODEL_UNAVAILABLE);
    }

    @Test
    void endsWhatIsDeliveredForEver() {
        assertThat(run(TestPipeline.instant(), bench.limits.deliveries() + 1))
                .isEqualTo(new Verdict.Accept(JobState.FAILED));
        assertThat(bench.log.letters()).hasSize(1);
    }
}
