package io.darkroom.worker.ort;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.ort.EngineConfig.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrtRuntimeTest {
    @Test
    void refusesToStartWithoutTheProviderThatWasAskedFor() {
        assertThatThrownBy(() -> new OrtRuntime(Provider.CUDA, 0, false))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("'cuda' cannot be used")
                .hasMessageContaining("darkroom.engine.provider=cpu");
    }

    @Test
    void rejectsACommandLineThatWouldCrashTheRuntime(@TempDir Path directory) throws IOException {
        Path line = directory.resolve("cmdline");
        Files.write(line, new byte[5000]);
        assertThatThrownBy(() -> OrtRuntime.requireShort(line))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("5000 bytes")
                .hasMessageContaining("java @file");
        Files.write(line, new byte[3000]);
        OrtRuntime.requireShort(line);
        OrtRuntime.requireShort(directory.resolve("none"));
    }
}
