package io.darkroom.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.event.JobEvent.Finished;
import io.darkroom.contracts.event.JobEvent.Started;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.wire.Json;
import io.darkroom.worker.artifact.Digests;
import io.darkroom.worker.intake.FakeShareGroup;
import io.darkroom.worker.intake.JobSource;
import io.darkroom.worker.intake.JobSource.Acknowledgement;
import io.darkroom.worker.stack.TestJobs;
import io.darkroom.worker.stack.TestPipeline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A worker dies at each point of a run: before and after {@code started}, the artifact, the outcome and {@code finished},
 * and before the acceptance. The next one gets the record when the lock ends, and may die as well.
 */
class CrashPointsTest {
    /** Four writes, each with a before and an after, and the acceptance. */
    private static final int POINTS = 9;

    /** The process is dead: not an error that the code handles. */
    private static final class Crash extends Error {
        Crash() {
            super("crash", null, false, false);
        }
    }

    /** Dies at its n-th point and stays dead. */
    private static final class CrashPoint implements Consumer<Object> {
        private int left;

        CrashPoint(int point) {
            this.left = point;
        }

        @Override
        public void accept(Object ignored) {
            if (left-- <= 0) {
                throw new Crash();
            }
        }
    }

    static List<List<Integer>> crashPoints() {
        List<List<Integer>> crashPoints = new ArrayList<>();
        for (int first = 0; first < POINTS; first++) {
            crashPoints.add(List.of(first));
            for (int second = 0; second < POINTS; second++) {
                crashPoints.add(List.of(first, second));
            }
        }
        return crashPoints;
    }

    @ParameterizedTest
    @MethodSource("crashPoints")
    void endsInExactlyOneOutcome(List<Integer> crashes) {
        try (RunBench bench = new RunBench()) {
            JobRequest job = TestJobs.anImage(2, bench.now(), null);
            FakeShareGroup group = new FakeShareGroup(Duration.ofMillis(2), 25);
            group.publish(job.id().value().getBytes(StandardCharsets.UTF_8), Json.encode(job));
            TestPipeline pipeline = TestPipeline.instant();

            Outcome early = null;
            for (int i = 0; i < crashes.size(); i++) {
                boolean died = live("w" + i, bench, group, pipeline, new CrashPoint(crashes.get(i)));
                // A successor that finds the outcome has fewer points to die at.
                assertThat(died || group.open() == 0).isTrue();
                early = early == null ? bench.outcome(job).orElse(null) : early;
            }
            live("last", bench, group, pipeline, _ -> {});

            assertThat(group.open()).isZero();
            assertThat(group.dropped()).isZero();
            Outcome outcome = bench.outcome(job).orElseThrow();
            assertThat(outcome.state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(early == null || early.equals(outcome))
                    .as("an outcome never changes")
                    .isTrue();
            assertThat(bench.events(Finished.class))
                    .isNotEmpty()
                    .extracting(Finished::outcome)
                    .containsOnly(outcome);
            outcome.outputs()
                    .forEach(output -> assertThat(Digests.sha256(
                                    bench.store.get(output.key(), 1_000).orElseThrow()))
                            .isEqualTo(output.sha256()));
            assertThat(bench.events(Started.class))
                    .extracting(JobEvent::attempt)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(pipeline.runs()).isLessThanOrEqualTo(crashes.size() + 1);
        }
    }

    /** One process: acquires the record, if there is one, and runs it until its crash. Returns whether it died. */
    private static boolean live(
            String worker, RunBench bench, FakeShareGroup group, TestPipeline pipeline, Consumer<Object> crashPoint) {
        bench.store.aroundWrites(crashPoint::accept, crashPoint::accept);
        bench.log.aroundAppends(crashPoint, crashPoint);
        JobSource source = group.open(Lane.IMAGE_INTERACTIVE, worker);
        var job = source.poll(Duration.ofMillis(200));
        if (job.isEmpty()) {
            return false;
        }
        Throwable death = catchThrowable(() -> {
            Verdict verdict = bench.worker(worker, pipeline).open(job.get()).execute();
            crashPoint.accept("acceptance");
            assertThat(verdict).isEqualTo(new Verdict.Accept(JobState.SUCCEEDED));
            // A lock of two milliseconds may be over; then the record is delivered again.
            source.settle(Acknowledgement.ACCEPT);
        });
        if (death != null && !(death instanceof Crash)) {
            throw new AssertionError("not the death that was planned", death);
        }
        if (death == null && group.open() > 0) {
            return live(worker, bench, group, pipeline, crashPoint);
        }
        return death != null;
    }
}
