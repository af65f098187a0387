package io.darkroom.worker.pipeline;

import io.darkroom.contracts.outcome.FailureCode;

/** A job fails. Jobs with retryable codes are tried again, the others end. */
public final class PipelineException extends RuntimeException {
    private final FailureCode code;

    public PipelineException(FailureCode code, String message) {
        super(message);
        this.code = code;
    }

    public PipelineException(FailureCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public FailureCode code() {
        return code;
    }
}
