package io.darkroom.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.event.JobEvent.Finished;
import io.darkroom.contracts.event.JobEvent.Released;
import io.darkroom.contracts.event.JobEvent.Started;
import io.darkroom.contracts.job.GenerateImage;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.contracts.outcome.Usage;
import io.darkroom.worker.pipeline.Developed;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineException;
import io.darkroom.worker.stack.ResumablePipeline;
import io.darkroom.worker.stack.TestJobs;
import io.darkroom.worker.stack.TestPipeline;
import io.darkroom.worker.view.JobView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobRunTest {
    private RunBench bench;
    private JobRequest job;

    @BeforeEach
    void set() {
        bench = new RunBench();
        job = TestJobs.anImage(4, bench.now(), null);
    }

    @AfterEach
    void clear() {
        bench.close();
    }

    private Verdict run(TestPipeline pipeline, int deliveries) {
        return bench.worker("w1", pipeline)
                .open(bench.delivery(job, deliveries))
                .execute();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Outcome outcome() {
        return bench.outcome(job).orElseThrow();
    }

    @Test
    void endsInOneOutcomeThatNamesItsArtifacts() {
        assertThat(run(TestPipeline.instant(), 1)).isEqualTo(new Verdict.Accept(JobState.SUCCEEDED));

        assertThat(outcome().state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(outcome().usage().steps()).isEqualTo(4);
        assertThat(bench.store.keys()).contains(outcome().outputs().getFirst().key());
        assertThat(bench.events(Started.class)).hasSize(1);
        assertThat(bench.events(Finished.class)).extracting(Finished::outcome).containsExactly(outcome());
        assertThat(bench.log.events()).extracting(JobEvent::sequence).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void doesNotRunAgainWhatHasAnOutcome() {
        run(TestPipeline.instant(), 1);
        TestPipeline second = TestPipeline.instant();

        assertThat(run(second, 2)).isEqualTo(new Verdict.Accept(JobState.SUCCEEDED));

        assertThat(second.runs()).isZero();
        assertThat(bench.events(Finished.class))
                .hasSize(2)
                .extracting(Finished::outcome)
                .containsOnly(outcome());
    }

    @Test
    void adoptsTheOutcomeOfAnotherWorkerThatWasFaster() {
        TestPipeline overtaken = new TestPipeline(step -> {
            if (step == 4) {
                bench.worker("faster", TestPipeline.instant())
                        .open(bench.delivery(job, 2))
                        .execute();
            }
        });

        assertThat(run(overtaken, 1)).isEqualTo(new Verdict.Accept(JobState.SUCCEEDED));

        assertThat(outcome().by()).isEqualTo("faster");
        assertThat(outcome().attempt()).isEqualTo(2);
        assertThat(bench.events(Finished.class))
                .extracting(it -> it.outcome().by())
                .containsOnly("faster");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void stopsBeforeTheStepAfterTheCancel(int cancelAt) {
        TestPipeline pipeline = new TestPipeline(step -> {
            if (step == cancelAt) {
                bench.views.raise(job.id());
            }
            TimeUnit.MILLISECONDS.sleep(40);
        });

        assertThat(run(pipeline, 1)).isEqualTo(new Verdict.Accept(JobState.CANCELED));

        assertThat(outcome().state()).isEqualTo(JobState.CANCELED);
        assertThat(outcome().canceledAtStep()).isEqualTo(cancelAt);
        assertThat(outcome().outputs()).isEmpty();
    }

    @Test
    void neverStartsWhatWasCanceledBefore() {
        bench.views.raise(job.id());
        TestPipeline pipeline = TestPipeline.instant();

        assertThat(run(pipeline, 1)).isEqualTo(new Verdict.Accept(JobState.CANCELED));

        assertThat(pipeline.runs()).isZero();
        assertThat(outcome().canceledAtStep()).isNull();
        assertThat(bench.events(Started.class)).isEmpty();
    }

    @Test
    void looksForTheCancelOnceMoreBeforeItCommits() {
        TestPipeline pipeline = new TestPipeline(step -> {
            if (step == 4) {
                bench.views.raise(job.id());
            }
        });
        assertThat(run(pipeline, 1)).isEqualTo(new Verdict.Accept(JobState.CANCELED));
    }

    @Test
    void goesOnWithoutRedis() {
        bench.views.down(true);
        assertThat(run(TestPipeline.instant(), 1)).isEqualTo(new Verdict.Accept(JobState.SUCCEEDED));
    }

    @Test
    void endsExpiredWhatDidNotStartInTime() {
        job = TestJobs.anImage(4, bench.now(), bench.now().plusSeconds(10));
        bench.passes(Duration.ofSeconds(11));
        TestPipeline pipeline = TestPipeline.instant();

        assertThat(run(pipeline, 1)).isEqualTo(new Verdict.Accept(JobState.EXPIRED));

        assertThat(pipeline.runs()).isZero();
        assertThat(outcome().state()).isEqualTo(JobState.EXPIRED);
    }

    @Test
    void doesNotExpireWhatStartedInTime() {
        job = TestJobs.anImage(4, bench.now(), bench.now().plusSeconds(10));
        run(
                new TestPipeline(_ -> {
                    throw new IllegalStateException("first attempt fails");
                }),
                1);
        bench.passes(Duration.ofSeconds(11));

        assertThat(run(TestPipeline.instant(), 2)).isEqualTo(new Verdict.Accept(JobState.SUCCEEDED));
    }

    private Verdict runThreeItems(Set<Integer> refused) {
        job = TestJobs.of(
                new GenerateImage("a red apple", null, null, 3, 64, 64, 4, 5.0, "ddim", 7, "png"), bench.now());
        Pipeline pipeline = new Pipeline() {
            @Override
            public JobKind kind() {
                return JobKind.IMAGE_GENERATE;
            }

            @Override
            public Developed develop(String model, JobInput any, PipelineContext context) {
                for (int item = 0; item < any.items(); item++) {
                    if (refused.contains(item)) {
                        context.refuse(item, Failure.of(FailureCode.CONTENT_REFUSED, "item " + item));
                    } else {
                        byte[] picture = {(byte) item};
                        context.store(new FinishedMedia(
                                item, "image", item + ".png", "image/png", picture, 64, 64, null, null, 7));
                    }
                }
                return new Developed(TestJobs.aReceipt(), 12, 5);
            }
        };
        return bench.worker("w1", pipeline).open(bench.delivery(job, 1)).execute();
    }

    @Test
    void oneRefusedItemDoesNotLoseItsSiblings() {
        assertThat(runThreeItems(Set.of(1))).isEqualTo(new Verdict.Accept(JobState.SUCCEEDED));
        assertThat(outcome().outputs()).extracting(OutputArtifact::item).containsExactly(0, 2);
        assertThat(outcome().failures()).singleElement().satisfies(it -> {
            assertThat(it.item()).isEqualTo(1);
            assertThat(it.failure().code()).isEqualTo(FailureCode.CONTENT_REFUSED);
        });
        assertThat(outcome().failure()).isNull();
    }

    @Test
    void failsIfEveryItemIsRefused() {
        assertThat(runThreeItems(Set.of(0, 1, 2))).isEqualTo(new Verdict.Accept(JobState.FAILED));
        assertThat(outcome().outputs()).isEmpty();
        assertThat(outcome().failures()).hasSize(3);
        assertThat(Objects.requireNonNull(outcome().failure()).message()).isEqualTo("item 0");
    }

    @Test
    void tellsTheDeviceTimeOfACanceledJob() {
        ResumablePipeline pipeline = new ResumablePipeline("m", false, step -> {
            if (step == 3) {
                bench.views.raise(job.id());
                TimeUnit.MILLISECONDS.sleep(60);
            }
        });
        assertThat(bench.worker("w1", pipeline).open(bench.delivery(job, 1)).execute())
                .isEqualTo(new Verdict.Accept(JobState.CANCELED));
        assertThat(outcome().usage().deviceMs()).isEqualTo(3);
        assertThat(outcome().usage().steps()).isEqualTo(3);
    }

    @Test
    void endsAtOnceWhatCanNeverSucceed() {
        TestPipeline hostile = new TestPipeline(_ -> {
            throw new PipelineException(FailureCode.INVALID_INPUT, "the clip is truncated; upload it again");
        });

        assertThat(run(hostile, 1)).isEqualTo(new Verdict.Accept(JobState.FAILED));

        assertThat(Objects.requireNonNull(outcome().failure()).code()).isEqualTo(FailureCode.INVALID_INPUT);
        assertThat(bench.log.letters()).isEmpty();
    }

    @Test
    void spendsItsAttemptsOnWhatMaySucceedLaterAndThenSetsItAside() {
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
    void countsAttemptsOfWorkersThatDiedSilentlyEvenIfTheBrokerForgot() {
        for (int attempt = 1; attempt <= 3; attempt++) {
            bench.log.append(new Started(
                    JobEvent.SCHEMA, job.id(), job.tenant(), attempt, 1, bench.now(), "dead-" + attempt, null));
        }
        bench.views.show(job.id(), new JobView(JobState.LOADING, 3, 3));
        TestPipeline pipeline = TestPipeline.instant();

        assertThat(run(pipeline, 1)).isEqualTo(new Verdict.Accept(JobState.FAILED));

        assertThat(pipeline.runs()).isZero();
        assertThat(Objects.requireNonNull(outcome().failure()).message()).contains("died");
        assertThat(bench.log.letters()).hasSize(1);
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
        assertThat(bench.events(Released.class)).isEmpty();
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
    void recognisesItsOwnOutcomeAfterALostReply() {
        TestPipeline pipeline = new TestPipeline(step -> {
            if (step == 4) {
                // The artifact's and the outcome's.
                bench.store.loseReplies(2);
            }
        });

        assertThat(run(pipeline, 1)).isEqualTo(new Verdict.Accept(JobState.SUCCEEDED));

        assertThat(outcome().by()).isEqualTo("w1");
        assertThat(bench.events(Finished.class)).hasSize(1);
    }

    @Test
    void waitsForTheLogToTellTheEnd() {
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
    void doesNotRunWhatItCannotPutOnRecord() {
        bench.log.down(true);
        TestPipeline pipeline = TestPipeline.instant();
        assertThat(run(pipeline, 1)).isInstanceOf(Verdict.RetryAfter.class);
        assertThat(pipeline.runs()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "{}", "[1,2]", "{\"schema\":1,\"id\":\"job_short\"}"})
    void setsAsideWhatIsNoJob(String garbage) {
        AcquiredJob record = new AcquiredJob("darkroom.jobs.video.0", 0, 17, bench.now(), null, bytes(garbage), 1, 1);

        Verdict verdict =
                bench.worker("w1", TestPipeline.instant()).open(record).execute();

        assertThat(verdict).isEqualTo(new Verdict.Reject(FailureCode.INVALID_INPUT));
        assertThat(bench.log.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.offset()).isEqualTo(17);
            assertThat(letter.value()).isEqualTo(bytes(garbage));
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

        bench.passes(bench.limits.modelPatience());

        assertThat(run(TestPipeline.instant(), 2)).isEqualTo(new Verdict.Accept(JobState.FAILED));
        assertThat(Objects.requireNonNull(outcome().failure()).code()).isEqualTo(FailureCode.MODEL_UNAVAILABLE);
    }

    @Test
    void endsWhatIsHandedOutForEver() {
        assertThat(run(TestPipeline.instant(), bench.limits.deliveries() + 1))
                .isEqualTo(new Verdict.Accept(JobState.FAILED));
        assertThat(bench.log.letters()).hasSize(1);
    }

    @Test
    void adoptsTheGatewaysCancel() {
        Outcome byGateway = new Outcomes(job, "gateway", 0, null, bench.now()).canceled(null, Usage.NONE);
        bench.outcomes.commit(byGateway);
        TestPipeline pipeline = TestPipeline.instant();

        assertThat(run(pipeline, 1)).isEqualTo(new Verdict.Accept(JobState.CANCELED));

        assertThat(pipeline.runs()).isZero();
        assertThat(bench.events(Finished.class)).extracting(Finished::outcome).containsExactly(byGateway);
    }
}
