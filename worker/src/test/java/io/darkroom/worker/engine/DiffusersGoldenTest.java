package io.darkroom.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.wire.Json;
import io.darkroom.worker.engine.EngineConfig.Provider;
import io.darkroom.worker.media.Pixels;
import io.darkroom.worker.model.TestModels;
import io.darkroom.worker.scheduler.Scheduler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole pictures against those of diffusers' own pipelines in torch: same models, exported by Optimum, same prompt, same noise.
 * Made by worker/training/goldens/diffusers_models.py.
 */
@Timeout(120)
class DiffusersGoldenTest {
    private static final Path MODELS = TestModels.directory("/diffusers");
    private static Engine engine;

    @BeforeAll
    static void start() {
        engine = new Engine(
                new OrtRuntime(Provider.CPU, 2, false), Map.of(), TestModels.repository(MODELS), System::nanoTime);
    }

    /** Weights beside the file, half precision throughout, but latents are kept in fp32 here and in fp16 by the reference. */
    @Test
    void drawsNearlyTheSamePictureInHalfPrecision() throws IOException, InterruptedException {
        LoadedModel model = engine.model("tiny-sd15-fp16");
        assertThat(model.receipt("ddim", 8, 7.5, 0).precision()).isEqualTo("fp16");
        assertThat(model.receipt("ddim", 8, 7.5, 0).modelFiles()).containsKey("unet/model.onnx_data");
        Difference difference = difference(model, "tiny-sd15-fp16", "ddim");
        assertThat(difference.mean()).as(difference.toString()).isLessThan(0.6);
        assertThat(difference.worst()).as(difference.toString()).isLessThan(6);
    }

    /** Rows of a run have timesteps of their own: a row's numbers do not depend on its neighbours'. */
    @Test
    void samplesAtDifferentStepsShareARun() {
        for (String id : List.of("tiny-sd15", "tiny-turbo", "tiny-sdxl", "tiny-sd3", "tiny-sd15-fp16")) {
            assertThat(engine.model(id).trial().exact()).as(id).isTrue();
        }
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({"tiny-sd15, ddim", "tiny-turbo, euler", "tiny-sdxl, euler", "tiny-sd3, flow_euler"})
    void drawsWhatDiffusersDraws(String id, String scheduler) throws IOException, InterruptedException {
        assertThat(engine.rejected()).isEmpty();
        LoadedModel model = engine.model(id);
        assertThat(model.info().schedulers()).startsWith(scheduler);
        Difference difference = difference(model, id, scheduler);
        // Rounding to whole numbers alone makes a mean of a quarter and a worst of a half.
        assertThat(difference.off()).as(difference.toString()).isLessThanOrEqualTo(difference.values() / 1000);
        assertThat(difference.mean()).as(difference.toString()).isLessThan(0.3);
    }

    /**
     * Between two pictures, of 255.
     *
     * @param off values that differ by more than 1
     */
    private record Difference(double mean, double worst, int off, int values) {}

    private static Difference difference(LoadedModel model, String id, String scheduler)
            throws IOException, InterruptedException {
        JsonNode golden =
                Json.mapper().readTree(MODELS.resolve(id).resolve("golden.json").toFile());
        Pixels picture = draw(model, scheduler, golden, floats(id, "noise.f32"));
        float[] expected = floats(id, "picture.f32");
        assertThat(picture.data()).hasSize(expected.length);
        int off = 0;
        double sum = 0;
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            double apart = Math.abs((picture.data()[i] & 0xff) - 255 * expected[i]);
            sum += apart;
            worst = Math.max(worst, apart);
            off += apart > 1 ? 1 : 0;
        }
        return new Difference(sum / expected.length, worst, off, expected.length);
    }

    private static Pixels draw(LoadedModel model, String scheduler, JsonNode golden, float[] noise)
            throws InterruptedException {
        double guidance = golden.get("guidance_scale").asDouble();
        try (DeviceShare share = engine.open(model)) {
            String prompt = golden.get("prompt").asText();
            String negative = golden.get("negative_prompt").asText();
            Conditioning words = share.call(() -> model.condition(prompt));
            @Nullable Conditioning other = guidance > 1 ? share.call(() -> model.condition(negative)) : null;
            Scheduler steps =
                    model.scheduler(scheduler, golden.get("num_inference_steps").asInt());
            steps.begin(noise);
            share.submit(SampleRequest.of(0, steps, noise)
                    .towards(words, guidance)
                    .against(other)
                    .build());
            Stepped last = share.next();
            while (!last.finished()) {
                last = share.next();
            }
            float[] sample = last.picture();
            return share.call(() -> model.decode(sample));
        }
    }

    private static float[] floats(String id, String file) throws IOException {
        FloatBuffer buffer = ByteBuffer.wrap(
                        Files.readAllBytes(MODELS.resolve(id).resolve(file)))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] out = new float[buffer.remaining()];
        buffer.get(out);
        return out;
    }
}
