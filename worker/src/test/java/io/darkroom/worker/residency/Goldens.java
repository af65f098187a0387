package io.darkroom.worker.residency;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.wire.Json;
import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.batch.StepEvent;
import io.darkroom.worker.model.TestModels;
import io.darkroom.worker.ort.EngineConfig.Provider;
import io.darkroom.worker.ort.OrtRuntime;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.scheduler.Scheduler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Tiny models as Optimum exports them, with the results of diffusers in torch for the same prompt, noise and image. */
final class Goldens {
    private static final Path MODELS = TestModels.directory("/diffusers");

    private Goldens() {}

    static Engine engine() {
        return new Engine(
                new OrtRuntime(Provider.CPU, 2, false), Map.of(), TestModels.repository(MODELS), System::nanoTime);
    }

    static JsonNode call(String id) throws IOException {
        return Json.mapper().readTree(MODELS.resolve(id).resolve("golden.json").toFile());
    }

    static float[] floats(String id, String file) throws IOException {
        FloatBuffer buffer = ByteBuffer.wrap(
                        Files.readAllBytes(MODELS.resolve(id).resolve(file)))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] out = new float[buffer.remaining()];
        buffer.get(out);
        return out;
    }

    /**
     * The difference between two images, in units of 1/255.
     *
     * @param off values that differ by more than 1
     */
    record Difference(double mean, double worst, int off, int values) {
        /** @param expected rows of RGB, 0 to 1 */
        static Difference between(Pixels image, float[] expected) {
            int off = 0;
            double sum = 0;
            double worst = 0;
            for (int i = 0; i < expected.length; i++) {
                double apart = Math.abs((image.data()[i] & 0xff) - 255 * expected[i]);
                sum += apart;
                worst = Math.max(worst, apart);
                off += apart > 1 ? 1 : 0;
            }
            return new Difference(sum / expected.length, worst, off, expected.length);
        }
    }

    /**
     * Generates the image of the reference.
     *
     * @param additions completes the conditioning of a prompt
     */
    static Pixels generate(Engine engine, String id, String scheduler, UnaryOperator<Conditioning> additions)
            throws IOException, InterruptedException {
        LoadedModel model = engine.model(id);
        JsonNode call = call(id);
        double guidance = call.get("guidance_scale").asDouble();
        float[] noise = floats(id, "noise.f32");
        try (DeviceLease lease = engine.open(model)) {
            String prompt = call.get("prompt").asText();
            String negative = call.get("negative_prompt").asText();
            Conditioning words = lease.call(() -> additions.apply(model.condition(prompt)));
            @Nullable
            Conditioning other = guidance > 1 ? lease.call(() -> additions.apply(model.condition(negative))) : null;
            Scheduler steps =
                    model.scheduler(scheduler, call.get("num_inference_steps").asInt());
            steps.begin(noise);
            lease.submit(SampleRequest.of(0, steps, noise)
                    .prompt(words, guidance)
                    .unconditional(other)
                    .build());
            StepEvent last = lease.next();
            while (!last.finished()) {
                last = lease.next();
            }
            float[] sample = last.sample();
            return lease.call(() -> model.decode(sample));
        }
    }
}
