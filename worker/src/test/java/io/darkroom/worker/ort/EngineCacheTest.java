package io.darkroom.worker.ort;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.batch.GaussianNoise;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.batch.StepEvent;
import io.darkroom.worker.model.TestModels;
import io.darkroom.worker.ort.EngineConfig.Provider;
import io.darkroom.worker.residency.Engine;
import io.darkroom.worker.residency.LoadedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EngineCacheTest {
    @Test
    void aModelFromTheCachePredictsTheSameBits(@TempDir Path folder) throws Exception {
        float[] fresh = sample(null);
        float[] writing = sample(folder);
        List<Path> kept = files(folder, ".onnx");
        assertThat(kept).isNotEmpty();
        assertThat(files(folder, ".tmp")).isEmpty();
        var written = Files.getLastModifiedTime(kept.getFirst());
        float[] reading = sample(folder);
        assertThat(Files.getLastModifiedTime(kept.getFirst())).isEqualTo(written);
        assertThat(writing).containsExactly(fresh);
        assertThat(reading).containsExactly(fresh);
    }

    @Test
    void aDamagedFileIsIgnored(@TempDir Path folder) throws Exception {
        float[] fresh = sample(folder);
        for (Path file : files(folder, ".onnx")) {
            Files.write(file, new byte[100]);
        }
        assertThat(sample(folder)).containsExactly(fresh);
    }

    @Test
    void worksWithoutAFolderThatCannotBeUsed(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("a-file"));
        EngineCache cache = EngineCache.in(file.resolve("below"), "any");
        assertThat(cache.optimised("digest")).isNull();
        assertThat(cache.rows("digest", 2, () -> 8)).isEqualTo(2);
    }

    @Test
    void theFirstWorkerOfAMachineDecidesTheRows(@TempDir Path folder) {
        assertThat(EngineCache.in(folder, "runtime 1").rows("digest", 2, () -> 8))
                .isEqualTo(8);
        assertThat(EngineCache.in(folder, "runtime 1").rows("digest", 2, () -> 4))
                .isEqualTo(8);
        assertThat(EngineCache.in(folder, "runtime 2").rows("digest", 2, () -> 4))
                .isEqualTo(4);
        assertThat(EngineCache.in(folder, "runtime 1").rows("other", 2, () -> 1))
                .isEqualTo(1);
    }

    @Test
    void measuresTheRowsOfAModelOnceUnlessTheyAreConfigured(@TempDir Path folder) {
        int measured = rows(folder, Map.of());
        assertThat(measured).isIn(2, 4, 8);
        assertThat(rows(folder, Map.of())).isEqualTo(measured);
        assertThat(rows(folder, Map.of("tiny-sticker", 3))).isEqualTo(3);
    }

    private static int rows(Path folder, Map<String, Integer> configured) {
        Engine engine = engine(folder, configured);
        try {
            return engine.model("tiny-sticker").denoiser().rows();
        } finally {
            engine.close();
        }
    }

    private static List<Path> files(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).toList();
        }
    }

    private static Engine engine(Path folder, Map<String, Integer> rows) {
        return new Engine(
                new OrtRuntime(Provider.CPU, 2, false, folder), rows, TestModels.repository(), System::nanoTime);
    }

    private static float[] sample(Path folder) throws Exception {
        Engine engine = engine(folder, Map.of("tiny-sticker", 2, "tiny-frames", 1));
        try {
            LoadedModel model = engine.model("tiny-sticker");
            float[] noise = new float[model.sampleShape().size()];
            GaussianNoise.fill(1, 0, noise);
            try (DeviceLease lease = engine.open(model)) {
                Conditioning prompt = lease.call(() -> model.condition("a red apple"));
                lease.submit(SampleRequest.of(0, model.scheduler("ddim", 4), noise)
                        .prompt(prompt, 1)
                        .build());
                StepEvent event;
                do {
                    event = lease.next();
                } while (!event.finished());
                return event.sample();
            }
        } finally {
            engine.close();
        }
    }
}
