package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.worker.stack.TestJobs;
import io.darkroom.worker.stack.TestPipeline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A job, and workers that may run it. */
abstract class RunCase {
    RunBench bench;
    JobRequest job;

    @BeforeEach
    void set() {
        bench = new RunBench();
        job = TestJobs.anImage(4, bench.now(), null);
    }

    @AfterEach
    void clear() {
        bench.close();
    }

    Verdict run(TestPipeline pipeline, int deliveries) {
        return bench.worker("w1", pipeline)
                .open(bench.delivery(job, deliveries))
                .execute();
    }

    Outcome outcome() {
        return bench.outcome(job).orElseThrow();
    }
}
