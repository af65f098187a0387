package io.darkroom.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.event.JobEvent.Finished;
import io.darkroom.contracts.event.JobEvent.Released;
import io.darkroom.contracts.event.JobEvent.Started;
import io.darkroom.contracts.job.GenerateImage;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.job.Sampling;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.contracts.outcome.Usage;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineException;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.stack.ResumablePipeline;
import io.darkroom.worker.stack.TestJobs;
import io.darkroom.worker.stack.TestPipeline;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the run of a job ends. */
class JobRunTest extends RunCase {
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
    void checksForACancelOnceMoreBeforeItCommits() {
        TestPipeline pipeline = new TestPipeline(step -> {
            if (step == 4) {
                bench.views.raise(job.id());
            }
        });
        assertThat(run(pipeline, 1)).isEqualTo(new Verdict.Accept(JobState.CANCELED));
    }

    @Test
    void runsWithoutRedis() {
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
                new GenerateImage(new Sampling("a red apple", null, null, 3, 64, 64, 4, 5.0, "ddim", 7, "png")),
                bench.now());
        Pipeline pipeline = new Pipeline() {
            @Override
            public JobKind kind() {
                return JobKind.IMAGE_GENERATE;
            }

            @Override
            public PipelineResult run(String model, JobInput any, PipelineContext context) {
                for (int item = 0; item < any.items(); item++) {
                    if (refused.contains(item)) {
                        context.refuse(item, Failure.of(FailureCode.CONTENT_REFUSED, "item " + item));
                    } else {
                        byte[] image = {(byte) item};
                        context.store(new FinishedMedia(
                                item,
                                "image",
                                new FinishedMedia.File(item + ".png", "image/png", image),
                                FinishedMedia.Extent.still(64, 64),
                                7));
                    }
                }
                return new PipelineResult(TestJobs.aReceipt(), 12, 5);
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
    void recordsTheDeviceTimeOfACanceledJob() {
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
    void recognisesItsOwnOutcomeAfterALostReply() {
        TestPipeline pipeline = new TestPipeline(step -> {
            if (step == 4) {
                // The replies for the artifact and the outcome.
                bench.store.loseReplies(2);
            }
        });

        assertThat(run(pipeline, 1)).isEqualTo(new Verdict.Accept(JobState.SUCCEEDED));

        assertThat(outcome().by()).isEqualTo("w1");
        assertThat(bench.events(Finished.class)).hasSize(1);
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

    @Test
    void endsWhatRunsTooLongAndDoesNotRetryIt() {
        bench.within(Duration.ofMillis(20));

        assertThat(run(new TestPipeline(_ -> TimeUnit.MILLISECONDS.sleep(15)), 1))
                .isEqualTo(new Verdict.Accept(JobState.FAILED));

        assertThat(Objects.requireNonNull(outcome().failure()).code()).isEqualTo(FailureCode.TIME_LIMIT_EXCEEDED);
        assertThat(bench.events(Released.class)).isEmpty();
    }
}
