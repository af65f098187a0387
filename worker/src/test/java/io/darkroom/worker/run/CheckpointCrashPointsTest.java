package io.darkroom.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.event.JobEvent.Finished;
import io.darkroom.contracts.event.JobEvent.Started;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.wire.ObjectKeys;
import io.darkroom.worker.artifact.Digests;
import io.darkroom.worker.stack.ResumablePipeline;
import io.darkroom.worker.stack.TestJobs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * As {@link CrashPointsTest}, for a long job: a worker shuts down in its second step and dies at any point of the hand-over
 * (around the checkpoint and {@code released}, too); its successor dies at any point of its run, the deletion of the
 * checkpoint included; a third worker ends the job.
 */
class CheckpointCrashPointsTest {
    private static final int STEPS = 3;
    /** {@code started}, one artifact, the checkpoint, {@code released}: each with a before and an after. */
    private static final int FIRST = 9;
    /** {@code started}, two or three artifacts, the outcome, {@code finished}, the removal of the checkpoint. */
    private static final int SECOND = 15;

    private static final class Crash extends Error {
        Crash() {
            super("crash", null, false, false);
        }
    }

    static List<List<Integer>> crashPoints() {
        List<List<Integer>> crashPoints = new ArrayList<>();
        for (int first = 0; first < FIRST; first++) {
            for (int second = 0; second < SECOND; second++) {
                crashPoints.add(List.of(first, second));
            }
        }
        return crashPoints;
    }

    @ParameterizedTest
    @MethodSource("crashPoints")
    void endsInOneCompleteOutcomeAndLeavesNoCheckpoint(List<Integer> crashes) {
        try (RunBench bench = new RunBench()) {
            JobRequest job = TestJobs.anImage(STEPS, bench.now(), null);
            int done = live(bench, job, 1, true, crashes.get(0));
            done += live(bench, job, 2, false, crashes.get(1));
            Outcome early = bench.outcome(job).orElse(null);
            bench.store.aroundWrites(_ -> {}, _ -> {});
            bench.log.aroundAppends(_ -> {}, _ -> {});
            done += live(bench, job, 3, false, Integer.MAX_VALUE);

            Outcome outcome = bench.outcome(job).orElseThrow();
            assertThat(outcome.state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(early == null || early.equals(outcome)).isTrue();
            assertThat(bench.events(Finished.class))
                    .isNotEmpty()
                    .extracting(Finished::outcome)
                    .containsOnly(outcome);
            assertThat(outcome.outputs()).hasSize(STEPS);
            outcome.outputs()
                    .forEach(output -> assertThat(Digests.sha256(
                                    bench.store.get(output.key(), 1_000).orElseThrow()))
                            .isEqualTo(output.sha256()));
            assertThat(bench.events(Started.class))
                    .extracting(JobEvent::attempt)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(bench.store.keys()).doesNotContain(ObjectKeys.checkpoint(job.tenant(), job.id()));
            assertThat(done).isLessThanOrEqualTo(3 * STEPS);
        }
    }

    /** One process, until its crash. Returns the steps that it did. */
    private static int live(RunBench bench, JobRequest job, int delivery, boolean shutsDown, int crashPoint) {
        int[] left = {crashPoint};
        Consumer<Object> die = _ -> {
            if (left[0]-- <= 0) {
                throw new Crash();
            }
        };
        bench.store.aroundWrites(die::accept, die::accept);
        bench.log.aroundAppends(die, die);
        AtomicReference<JobRun> run = new AtomicReference<>();
        ResumablePipeline pipeline = new ResumablePipeline("m", false, step -> {
            if (shutsDown && step == 2) {
                run.get().shutDown();
            }
        });
        run.set(bench.worker("w" + delivery, pipeline).open(bench.delivery(job, delivery)));
        try {
            Verdict verdict = run.get().execute();
            assertThat(verdict).isIn(new Verdict.Interrupted(), new Verdict.Accept(JobState.SUCCEEDED));
        } catch (Crash _) {
            return pipeline.done.size();
        }
        return pipeline.done.size();
    }
}
