package io.darkroom.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.contracts.event.JobEvent.Started;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.worker.stack.TestJobs;
import io.darkroom.worker.stack.TestPipeline;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LastAttemptGateTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void otherAttemptsRunTogether() throws Exception {
        LastAttemptGate gate = new LastAttemptGate(SOON);
        try (var one = gate.acquire(false).orElseThrow();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(one).isNotNull();
            Future<Boolean> two = threads.submit(() -> {
                try (var permit = gate.acquire(false).orElseThrow()) {
                    return permit != null;
                }
            });
            assertThat(two.get()).isTrue();
        }
    }

    @Test
    void givesUpWaitingForOthersThatDoNotEnd() throws Exception {
        LastAttemptGate gate = new LastAttemptGate(Duration.ofMillis(30));
        try (var inside = gate.acquire(false).orElseThrow();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(inside).isNotNull();
            assertThat(threads.submit(() -> gate.acquire(true)).get()).isEmpty();
        }
        assertThat(gate.acquire(true)).isPresent();
    }

    @Test
    void aLastAttemptWaitsForTheOthersAndBlocksNewOnes() throws Exception {
        try (RunBench bench = new RunBench();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            JobRequest first = TestJobs.anImage(1, bench.now(), null);
            JobRequest suspect = TestJobs.anImage(1, bench.now(), null);
            JobRequest newcomer = TestJobs.anImage(1, bench.now(), null);
            died(bench, suspect, 1);
            died(bench, suspect, 2);
            CountDownLatch[] go = {new CountDownLatch(1), new CountDownLatch(1)};
            int[] calls = {0};
            JobRunner worker = bench.worker("w1", new TestPipeline(step -> {
                int call;
                synchronized (calls) {
                    call = calls[0]++;
                }
                if (call < go.length) {
                    go[call].await();
                }
            }));
            Future<Verdict> one = threads.submit(worker.open(bench.delivery(first, 1))::execute);
            awaitStarted(bench, first, 1);
            Future<Verdict> two = threads.submit(worker.open(bench.delivery(suspect, 3))::execute);
            Future<Verdict> three = threads.submit(() -> {
                // After the suspect has begun to wait.
                await().atMost(SOON).until(() -> worker.lastAttempts().isContended());
                return worker.open(bench.delivery(newcomer, 1)).execute();
            });
            await().atMost(SOON).until(() -> worker.lastAttempts().isContended());
            assertThat(started(bench, suspect)).isEqualTo(2);
            go[0].countDown();
            awaitStarted(bench, suspect, 3);
            assertThat(one.get()).isEqualTo(new Verdict.Accept(JobState.SUCCEEDED));
            assertThat(started(bench, newcomer)).isZero();
            go[1].countDown();
            assertThat(two.get()).isEqualTo(new Verdict.Accept(JobState.SUCCEEDED));
            assertThat(three.get()).isEqualTo(new Verdict.Accept(JobState.SUCCEEDED));
        }
    }

    private static void died(RunBench bench, JobRequest job, int attempt) {
        bench.log.append(new Started(1, job.id(), job.tenant(), attempt, 1, bench.now(), "dead", null));
    }

    private static void awaitStarted(RunBench bench, JobRequest job, long times) {
        await().atMost(SOON).until(() -> started(bench, job) == times);
    }

    private static long started(RunBench bench, JobRequest job) {
        return bench.events(Started.class).stream()
                .filter(event -> event.jobId().equals(job.id()))
                .count();
    }
}
