package io.darkroom.worker.ort;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.darkroom.worker.batch.EngineException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrtTensorsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Non-zero status code returned while running Conv node. bfc_arena.cc:376 Failed to allocate memory for"
                        + " requested buffer of size 12884901888",
                "CUDA failure 2: out of memory ; GPU=0",
                "CUDNN failure 4: CUDNN_STATUS_ALLOC_FAILED",
                "CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED",
                "std::bad_alloc",
                "Available memory of 1048576 is smaller than requested bytes of 4194304"
            })
    void recognisesTheRuntimesOutOfMemoryMessages(String message) {
        assertThat(OrtTensors.failure("a step", new OrtException(message)).reason())
                .isEqualTo(Reason.OUT_OF_MEMORY);
    }

    @Test
    void doesNotMistakeOtherFailuresForThem() {
        assertThat(OrtTensors.failure("a step", new OrtException("Exiting due to terminate flag being set to true."))
                        .reason())
                .isEqualTo(Reason.FAILED);
    }
}
