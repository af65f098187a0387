package io.darkroom.worker.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.job.JobKind;
import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.batch.GaussianNoise;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.batch.StepEvent;
import io.darkroom.worker.model.ModelRepository;
import io.darkroom.worker.model.TestModels;
import io.darkroom.worker.ort.EngineConfig.Provider;
import io.darkroom.worker.ort.OrtRuntime;
import io.darkroom.worker.scheduler.Scheduler;
import io.darkroom.worker.scheduler.Schedulers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EngineTest {
    private static Engine engine;

    @BeforeAll
    static void start() {
        engine = start(Map.of(), TestModels.repository());
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static Engine start(Map<String, Integer> rows, ModelRepository repository) {
        return new Engine(new OrtRuntime(Provider.CPU, 2, false), rows, repository, System::nanoTime);
    }

    @Test
    void announcesItsModels() {
        assertThat(engine.announced()).extracting("id").containsExactly("tiny-frames", "tiny-sticker");
        var sticker = engine.model("tiny-sticker").info();
        assertThat(sticker.kinds()).containsExactly(JobKind.IMAGE_GENERATE);
        assertThat(sticker.sizes()).hasSize(1).first().hasToString("Size[width=64, height=64]");
        assertThat(sticker.schedulers())
                .containsExactly("ddim", "dpmpp_2m", "dpmpp_2m_karras", "unipc", "euler", "euler_ancestral", "pndm");
        assertThat(sticker.stepSeconds()).isBetween(1e-6, 1.0);
        assertThat(engine.model("tiny-frames").info().limits().maxImages()).isEqualTo(8);
        assertThat(engine.model("tiny-frames").info().limits().maxFrames()).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void aSeedGivesTheSameBytesAloneBesideOthersLateAndInAnotherRow(int rows) throws InterruptedException {
        Engine other = start(Map.of("tiny-sticker", rows), TestModels.repository());
        try {
            LoadedModel model = other.model("tiny-sticker");
            assertThat(model.isRowInvariant()).isTrue();
            float[] alone = run(other, model, List.of(1L), 0).getFirst();
            List<Long> six = List.of(7L, 3L, 1L, 9L, 4L, 5L);
            assertThat(run(other, model, six, 0).get(2)).containsExactly(alone);
            assertThat(run(other, model, six, 4).get(2)).containsExactly(alone);
            assertThat(run(other, model, List.of(8L, 1L), 0).get(1)).containsExactly(alone);
            assertThat(run(other, model, List.of(8L, 2L), 0).get(1)).isNotEqualTo(alone);
        } finally {
            other.close();
        }
    }

    /** Runs one sample per seed, every third without guidance; the third one joins after some steps of the others. */
    private static List<float[]> run(Engine engine, LoadedModel model, List<Long> seeds, int late)
            throws InterruptedException {
        try (DeviceLease lease = engine.open(model)) {
            for (int item = 0; item < seeds.size(); item++) {
                if (item != 2 || late == 0) {
                    lease.submit(request(lease, model, item, seeds.get(item)));
                }
            }
            List<float[]> samples = new ArrayList<>();
            seeds.forEach(_ -> samples.add(new float[0]));
            int finished = 0;
            for (int events = 0; finished < seeds.size(); events++) {
                if (late > 0 && events == late) {
                    lease.submit(request(lease, model, 2, seeds.get(2)));
                }
                StepEvent event = lease.next();
                if (event.finished()) {
                    samples.set(event.item(), event.sample());
                    finished++;
                }
            }
            return samples;
        }
    }

    private static SampleRequest request(DeviceLease lease, LoadedModel model, int item, long seed)
            throws InterruptedException {
        float[] noise = new float[model.manifest().denoiser().sample().size()];
        GaussianNoise.fill(seed, 0, noise);
        Conditioning prompt = lease.call(() -> model.condition("a picture of number " + seed));
        Conditioning nothing = seed % 3 == 0 ? null : lease.call(() -> model.condition(""));
        Scheduler scheduler = Schedulers.create(seed % 2 == 0 ? "dpmpp_2m" : "ddim", model.schedule(), 6 + (int) seed);
        return SampleRequest.of(item, scheduler, noise)
                .prompt(prompt, 3)
                .unconditional(nothing)
                .build();
    }

    @Test
    void encodesTextToTheTokensThatTrainingUsed() throws InterruptedException {
        LoadedModel model = engine.model("tiny-sticker");
        try (DeviceLease lease = engine.open(model)) {
            Conditioning red = lease.call(() -> model.condition("a red apple with a green leaf"));
            assertThat(red.tokens()).hasSize(24 * 384);
            assertThat(red.mask()).startsWith(1, 1, 1, 1, 1, 1, 1, 1, 1, 0).endsWith(0);
            Conditioning empty = lease.call(() -> model.condition(""));
            assertThat(empty.mask()).startsWith(1, 1, 0);
            Conditioning again = lease.call(() -> model.condition("a red apple with a green leaf"));
            assertThat(again.tokens()).containsExactly(red.tokens());
            String longer = "word ".repeat(500);
            assertThat(lease.call(() -> model.condition(longer)).mask()).containsOnly(1);
        }
    }

    @Test
    void leavesOutABrokenModelAndServesTheOthers(@TempDir Path directory) throws IOException {
        TestModels.copyTo(directory);
        Files.write(directory.resolve("tiny-frames").resolve("denoiser.onnx"), new byte[52719]);
        Engine other = start(Map.of(), TestModels.repository(directory));
        try {
            assertThat(other.announced()).extracting("id").containsExactly("tiny-sticker");
            assertThat(other.rejected().get("tiny-frames"))
                    .contains("tiny-frames")
                    .contains("SHA-256");
            assertThatThrownBy(() -> other.model("tiny-frames"))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("SHA-256");
            assertThat(new ModelsReadiness(other).call().getStatus().name()).isEqualTo("UP");
        } finally {
            other.close();
        }
    }

    @Test
    void leavesOutANetworkThatDoesNotMatchTheManifest(@TempDir Path directory) throws IOException {
        TestModels.copyTo(directory);
        // The digests are right, but the denoiser's file is the upscaler's network.
        TestModels.edit(
                directory.resolve("tiny-sticker"),
                text -> text.replace("\"file\": \"denoiser.onnx\"", "\"file\": \"upscaler.onnx\""));
        Engine other = start(Map.of(), TestModels.repository(directory));
        try {
            assertThat(other.announced()).extracting("id").containsExactly("tiny-frames");
            assertThat(other.rejected().get("tiny-sticker")).contains("no tensor 'sample'");
        } finally {
            other.close();
        }
    }

    @Test
    void isNotReadyWithoutAnyModel(@TempDir Path directory) {
        Engine other = start(Map.of(), TestModels.repository(directory));
        try {
            assertThat(new ModelsReadiness(other).call().getStatus().name()).isEqualTo("DOWN");
        } finally {
            other.close();
        }
    }

    @Test
    void receiptNamesEveryFileAndTheInvariance() {
        var receipt = engine.model("tiny-sticker").receipt("ddim", 6, 3, 42);
        assertThat(receipt.modelFiles())
                .containsOnlyKeys("denoiser.onnx", "upscaler.onnx", "all-minilm-l6-v2.onnx")
                .allSatisfy((file, digest) -> assertThat(digest).matches("[0-9a-f]{64}"));
        assertThat(receipt.invariance()).isEqualTo("exact");
        assertThat(receipt.engine()).startsWith("onnxruntime 1.");
        assertThat(receipt.provider()).isEqualTo("cpu");
    }
}
