package io.darkroom.worker.run;

import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.pipeline.PipelineException;
import io.darkroom.worker.residency.ProcessMemory;

/** What clients and operators are told when things go wrong. */
final class Failures {
    private Failures() {}

    /** The stable code and a message without internals. */
    static Failure of(Throwable thrown) {
        return switch (thrown) {
            case PipelineException e -> Failure.of(e.code(), String.valueOf(e.getMessage()));
            case OutOfMemoryError _ ->
                Failure.of(
                        FailureCode.OUT_OF_MEMORY, "the worker had no memory left for this job; ask for less at once");
            default -> Failure.of(FailureCode.INTERNAL, describe(thrown));
        };
    }

    static String describe(Throwable thrown) {
        return "unexpected " + thrown.getClass().getSimpleName() + " in the worker; its log has the details";
    }

    static Failure attemptsExhausted(int charged, String cause) {
        return Failure.of(
                FailureCode.ATTEMPTS_EXHAUSTED, "all " + charged + " attempts failed, the last one because: " + cause);
    }

    static DeadLetter deadLetter(JobRuns all, AcquiredJob job, JobRequest request, Failure failure, int attempts) {
        return new DeadLetter(
                DeadLetter.SCHEMA,
                request.id(),
                request.tenant(),
                failure.code(),
                failure.message(),
                attempts,
                all.worker(),
                all.clock().instant(),
                job.topic(),
                job.partition(),
                job.offset(),
                job.value(),
                memory());
    }

    /** What this process takes of its machine. */
    static DeadLetter.Memory memory() {
        Runtime heap = Runtime.getRuntime();
        return new DeadLetter.Memory(heap.totalMemory() - heap.freeMemory(), heap.maxMemory(), ProcessMemory.peak());
    }
}
