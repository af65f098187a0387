package io.darkroom.worker.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.rules.UsesServers;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From publishing a job to its start on record, and to its end, one job at a time. */
@UsesServers
@ExtendWith(StackExtension.class)
class DispatchLatencyTest {
    private static final int WARM_UP = 50;
    private static final int JOBS = 200;

    private final Stack stack;

    DispatchLatencyTest(Stack stack) {
        this.stack = stack;
    }

    @Test
    void startsAJobSoonAfterItWasPublished() {
        stack.worker("a", 2, TestPipeline.instant());
        long[] started = new long[JOBS];
        long[] finished = new long[JOBS];
        for (int i = -WARM_UP; i < JOBS; i++) {
            Instant published = Instant.now();
            JobRequest job = stack.submit(TestJobs.anImage());
            stack.awaitEnd(job);
            if (i >= 0) {
                started[i] = micros(published, job, JobEvent.Started.class);
                finished[i] = micros(published, job, JobEvent.Finished.class);
            }
        }
        Arrays.sort(started);
        Arrays.sort(finished);
        System.out.printf(
                "dispatch: started p50 %.1f ms, p99 %.1f ms; finished p50 %.1f ms, p99 %.1f ms%n",
                started[JOBS / 2] / 1e3,
                started[JOBS * 99 / 100] / 1e3,
                finished[JOBS / 2] / 1e3,
                finished[JOBS * 99 / 100] / 1e3);
        // Far above the measured values, far below a poll that waits or a lock that has to expire.
        assertThat(started[JOBS / 2]).isLessThan(Duration.ofMillis(200).toNanos() / 1_000);
    }

    private long micros(Instant from, JobRequest job, Class<? extends JobEvent> type) {
        Instant to = stack.events(job).stream()
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow()
                .at();
        return Duration.between(from, to).toNanos() / 1_000;
    }
}
