package io.darkroom.worker.run;

import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.pipeline.PipelineException;

/** Failures as clients and operators get them: a stable code and a message without internals. */
final class RunFailures {
    private RunFailures() {}

    static Failure of(Throwable thrown) {
        return switch (thrown) {
            case PipelineException e -> Failure.of(e.code(), String.valueOf(e.getMessage()));
            case OutOfMemoryError _ ->
                Failure.of(
                        FailureCode.OUT_OF_MEMORY, "the worker had no memory left for this job; ask for less at once");
            default -> internal(thrown);
        };
    }

    static Failure internal(Throwable thrown) {
        return Failure.of(
                FailureCode.INTERNAL,
                "unexpected " + thrown.getClass().getSimpleName() + " in the worker; its log has the details");
    }

    static Failure attemptsExhausted(int charged, String cause) {
        return Failure.of(
                FailureCode.ATTEMPTS_EXHAUSTED, "all " + charged + " attempts failed, the last one because: " + cause);
    }
}
