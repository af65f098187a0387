package io.darkroom.worker.pipeline;

import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.codec.MediaException;

/** Turns failures of the engine and of media into those that clients get. */
public final class Failures {
    private Failures() {}

    public static PipelineException of(EngineException cause) {
        FailureCode code = switch (cause.reason()) {
            case UNAVAILABLE -> FailureCode.MODEL_UNAVAILABLE;
            case BROKEN -> FailureCode.MODEL_BROKEN;
            case OUT_OF_MEMORY -> FailureCode.OUT_OF_MEMORY;
            case FAILED -> FailureCode.INTERNAL;
        };
        return new PipelineException(code, String.valueOf(cause.getMessage()), cause);
    }

    public static PipelineException of(MediaException cause) {
        return new PipelineException(FailureCode.INVALID_INPUT, String.valueOf(cause.getMessage()), cause);
    }

    /** The model cannot do what the job asks for, unlike the model that was announced when the gateway accepted the job. */
    public static PipelineException unavailable(String model, String what) {
        return new PipelineException(
                FailureCode.MODEL_UNAVAILABLE, "model '" + model + "' of this worker " + what + "; see GET /v1/models");
    }
}
