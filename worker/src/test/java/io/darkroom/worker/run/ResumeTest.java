package io.darkroom.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.event.JobEvent.Released;
import io.darkroom.contracts.event.JobEvent.Started;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.contracts.wire.ObjectKeys;
import io.darkroom.worker.artifact.Digests;
import io.darkroom.worker.checkpoint.CheckpointRule;
import io.darkroom.worker.stack.ResumablePipeline;
import io.darkroom.worker.stack.TestJobs;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job that was stopped by a shutdown resumes on another worker; whatever is stored as its checkpoint, it succeeds. */
class ResumeTest {
    private static final int STEPS = 6;

    private RunBench bench;
    private JobRequest job;
    private String key;

    @BeforeEach
    void set() {
        bench = new RunBench();
        job = TestJobs.anImage(STEPS, bench.now(), null);
        key = ObjectKeys.checkpoint(job.tenant(), job.id());
    }

    @AfterEach
    void clear() {
        bench.close();
    }

    /** Runs until the shutdown that comes in the middle of this step. */
    private Verdict runAndShutDownAt(int step, int delivery) {
        AtomicReference<JobRun> run = new AtomicReference<>();
        ResumablePipeline pipeline = new ResumablePipeline("m", false, at -> {
            if (at == step) {
                run.get().shutDown();
                // Like a pipeline that waits for the device.
                new CountDownLatch(1).await(10, TimeUnit.SECONDS);
            }
        });
        run.set(bench.worker("w" + delivery, pipeline).open(bench.delivery(job, delivery)));
        return run.get().execute();
    }

    private ResumablePipeline finish(String configDigest, int delivery) {
        ResumablePipeline pipeline = new ResumablePipeline(configDigest, false, _ -> {});
        Verdict verdict = bench.worker("last", pipeline)
                .open(bench.delivery(job, delivery))
                .execute();
        assertThat(verdict).isEqualTo(new Verdict.Accept(JobState.SUCCEEDED));
        return pipeline;
    }

    private Outcome outcome() {
        return bench.outcome(job).orElseThrow();
    }

    private void assertWhole() {
        assertThat(outcome().outputs())
                .hasSize(STEPS)
                .extracting(OutputArtifact::item)
                .isSorted();
        outcome()
                .outputs()
                .forEach(output -> assertThat(Digests.sha256(
                                bench.store.get(output.key(), 1_000).orElseThrow()))
                        .isEqualTo(output.sha256()));
        assertThat(bench.store.keys()).doesNotContain(key);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void resumesAtTheStepWhereItStopped(int stoppedAt) {
        assertThat(runAndShutDownAt(stoppedAt, 1)).isEqualTo(new Verdict.Interrupted());
        assertThat(bench.store.keys()).contains(key);

        ResumablePipeline successor = finish("m", 2);

        assertThat(successor.done).startsWith(stoppedAt).endsWith(STEPS);
        assertWhole();
        assertThat(outcome().attempt()).isEqualTo(2);
        assertThat(outcome().usage().deviceMs()).isGreaterThanOrEqualTo(STEPS);
        assertThat(bench.events(Released.class)).singleElement().satisfies(it -> {
            assertThat(it.countsAsAttempt()).isFalse();
            assertThat(it.message()).contains("checkpoint at step " + (stoppedAt - 1));
        });
    }

    @Test
    void leavesNoCheckpointIfAnotherWorkerEndedTheJobMeanwhile() {
        boolean[] once = {false};
        bench.store.aroundWrites(
                written -> {
                    if (written.equals(key) && !once[0]) {
                        once[0] = true;
                        finish("m", 2);
                    }
                },
                _ -> {});
        assertThat(runAndShutDownAt(3, 1)).isEqualTo(new Verdict.Interrupted());

        assertThat(once[0]).isTrue();
        assertWhole();
    }

    @Test
    void survivesAShutdownInEveryStep() {
        for (int step = 1; step <= STEPS; step++) {
            assertThat(runAndShutDownAt(step, step)).isEqualTo(new Verdict.Interrupted());
        }
        assertThat(finish("m", STEPS + 1).done).containsExactly(STEPS);
        assertWhole();
        assertThat(bench.events(Started.class)).hasSize(STEPS + 1);
    }

    @Test
    void startsOverWithAnotherModel() {
        runAndShutDownAt(4, 1);
        assertThat(finish("other", 2).done).hasSize(STEPS);
        assertWhole();
    }

    /** Truncated, modified, of another version, empty, of another job: the job only starts over. */
    @ParameterizedTest
    @ValueSource(strings = {"torn", "flipped", "version", "empty", "garbage", "foreign", "header"})
    void startsOverWithoutAnIntactCheckpointOfItsOwn(String damage) {
        runAndShutDownAt(4, 1);
        byte[] good = bench.store.get(key, 100_000).orElseThrow();
        byte[] bad = good.clone();
        switch (damage) {
            case "torn" -> bad = Arrays.copyOf(good, good.length - 1);
            case "flipped" -> bad[good.length - 1] ^= 1;
            case "version" -> bad[4]++;
            case "empty" -> bad = new byte[0];
            case "header" -> bad = Arrays.copyOf(good, 20);
            case "foreign" -> bad = checkpointOfAnotherJob();
            default -> bad = new byte[5_000];
        }
        bench.store.put(key, bad, "application/octet-stream");
        assertThat(finish("m", 2).done).hasSize(STEPS);
        assertWhole();
    }

    private byte[] checkpointOfAnotherJob() {
        JobRequest mine = job;
        job = TestJobs.anImage(STEPS, bench.now(), null);
        runAndShutDownAt(5, 1);
        byte[] bytes = bench.store
                .get(ObjectKeys.checkpoint(job.tenant(), job.id()), 100_000)
                .orElseThrow();
        job = mine;
        return bytes;
    }

    @Test
    void startsOverIfAnArtifactOfTheCheckpointIsMissing() {
        runAndShutDownAt(4, 1);
        bench.store.delete(bench.store.keys().stream()
                .filter(it -> it.endsWith("/1.png"))
                .findFirst()
                .orElseThrow());
        assertThat(finish("m", 2).done).hasSize(STEPS);
        assertWhole();
    }

    @Test
    void deletesACheckpointIfTheAttemptThatResumedFromItFails() {
        runAndShutDownAt(4, 1);
        ResumablePipeline poisoned = new ResumablePipeline("m", false, _ -> {
            throw new OutOfMemoryError("simulated");
        });
        assertThat(bench.worker("w2", poisoned).open(bench.delivery(job, 2)).execute())
                .isInstanceOf(Verdict.RetryAfter.class);
        assertThat(finish("m", 3).done).hasSize(STEPS);
        assertWhole();
    }

    @Test
    void releasesTheJobUnchargedIfNoCheckpointCanBeStored() {
        AtomicReference<JobRun> run = new AtomicReference<>();
        ResumablePipeline pipeline = new ResumablePipeline("m", false, at -> {
            if (at == 3) {
                bench.store.down(true);
                run.get().shutDown();
            }
        });
        run.set(bench.worker("w1", pipeline).open(bench.delivery(job, 1)));
        assertThat(run.get().execute()).isEqualTo(new Verdict.Interrupted());
        bench.store.down(false);
        Awaitility.await("the gate opens again").until(bench.gate::isOpen);
        assertThat(bench.events(Released.class)).extracting(Released::reason).containsOnly(Released.SHUTDOWN);
        assertThat(finish("m", 2).done).hasSize(STEPS);
        assertWhole();
    }

    @Test
    void releasesTheJobUnchargedIfWritingTheCheckpointFailsUnexpectedly() {
        bench.store.aroundWrites(
                written -> {
                    if (written.equals(key)) {
                        throw new IllegalStateException("simulated");
                    }
                },
                _ -> {});
        assertThat(runAndShutDownAt(3, 1)).isEqualTo(new Verdict.Interrupted());
        assertThat(bench.events(Released.class)).extracting(Released::reason).containsExactly(Released.SHUTDOWN);
        assertThat(finish("m", 2).done).hasSize(STEPS);
    }

    @Test
    void writesNoCheckpointOnceTheLockIsLost() {
        AtomicReference<JobRun> run = new AtomicReference<>();
        ResumablePipeline pipeline = new ResumablePipeline("m", true, at -> {
            if (at == 1) {
                run.get().loseLock();
                run.get().shutDown();
            }
        });
        run.set(bench.worker("w1", pipeline).open(bench.delivery(job, 1)));
        assertThat(run.get().execute()).isEqualTo(new Verdict.LockLost());
        assertThat(bench.store.keys()).doesNotContain(key);
    }

    @Test
    void aWorkerThatDiesLeavesItsLastCheckpoint() {
        ResumablePipeline dying = new ResumablePipeline("m", true, at -> {
            if (at == 5) {
                throw new StackOverflowError("the process is gone");
            }
        });
        // An error is caught as a failure, so simulate the death by ignoring the verdict.
        bench.worker("w1", dying).open(bench.delivery(job, 1)).execute();
        assertThat(finish("m", 2).done).containsExactly(5, 6);
        assertWhole();
    }

    /** The worker that is stopped and its successor write in turn; resuming from either is correct. */
    @Test
    void twoWorkersMayWriteInTurn() {
        runAndShutDownAt(3, 1);
        byte[] early = bench.store.get(key, 100_000).orElseThrow();
        runAndShutDownAt(6, 2);
        bench.store.put(key, early, "application/octet-stream");
        assertThat(finish("m", 3).done).containsExactly(3, 4, 5, 6);
        assertWhole();
    }

    @Test
    void shortJobsWriteNoCheckpoint() {
        AtomicReference<JobRun> it = new AtomicReference<>();
        ResumablePipeline pipeline = new ResumablePipeline("m", false, at -> {
            if (at == 3) {
                it.get().shutDown();
            }
        });
        JobRun run = bench.checkpointing(new CheckpointRule(Duration.ofMinutes(1), Duration.ofHours(1)))
                .worker("w1", pipeline)
                .open(bench.delivery(job, 1));
        it.set(run);
        assertThat(run.execute()).isEqualTo(new Verdict.Interrupted());
        assertThat(bench.store.keys()).doesNotContain(key);
    }
}
