package io.darkroom.worker.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.rules.UsesServers;
import io.darkroom.worker.artifact.Digests;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One job, real Kafka, S3 and Redis. */
@UsesServers
@ExtendWith(StackExtension.class)
class JobOnRealStackTest {
    private final Stack stack;

    JobOnRealStackTest(Stack stack) {
        this.stack = stack;
    }

    @Test
    void runsAJobFromRecordToOutcome() {
        stack.worker("w1", 1, TestPipeline.instant());

        JobRequest job = stack.submit(TestJobs.anImage());
        Outcome outcome = stack.awaitEnd(job);

        assertThat(outcome.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(outcome.attempt()).isEqualTo(1);
        assertThat(outcome.by()).isEqualTo("w1");
        assertThat(outcome.outputs()).hasSize(1);
        byte[] stored =
                stack.store().get(outcome.outputs().getFirst().key(), 1_000).orElseThrow();
        assertThat(Digests.sha256(stored))
                .isEqualTo(outcome.outputs().getFirst().sha256());
        List<JobEvent> events = stack.events(job);
        assertThat(events.getFirst()).isInstanceOf(JobEvent.Started.class);
        assertThat(events.getLast()).isInstanceOf(JobEvent.Finished.class);
        assertThat(events).extracting(JobEvent::sequence).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void keepsTheLockOverSeveralLockTimes() {
        TestPipeline slow = new TestPipeline(_ -> TimeUnit.MILLISECONDS.sleep(Stack.LOCK.toMillis()));
        stack.worker("w1", 1, slow);
        stack.worker("w2", 1, slow);

        JobRequest job = stack.submit(TestJobs.anImage(3));
        Outcome outcome = stack.awaitEnd(job);

        assertThat(outcome.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(slow.runs()).isEqualTo(1);
    }

    @Test
    void releasesTheJobWhenTheWorkerStops() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        var first = stack.worker("leaving", 1, new TestPipeline(_ -> {
            running.countDown();
            TimeUnit.SECONDS.sleep(60);
        }));
        JobRequest job = stack.submit(TestJobs.anImage());
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

        long began = System.nanoTime();
        first.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        stack.worker("staying", 1, TestPipeline.instant());
        Outcome outcome = stack.awaitEnd(job);

        assertThat(outcome.by()).isEqualTo("staying");
        assertThat(outcome.attempt()).isEqualTo(2);
        assertThat(stack.events(job))
                .filteredOn(JobEvent.Released.class::isInstance)
                .singleElement()
                .satisfies(it -> assertThat(((JobEvent.Released) it).reason()).isEqualTo(JobEvent.Released.SHUTDOWN));
    }
}
