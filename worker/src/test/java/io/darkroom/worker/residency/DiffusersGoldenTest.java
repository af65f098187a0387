package io.darkroom.worker.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.raster.Mask;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.residency.Goldens.Difference;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole images compared with those of diffusers' pipelines in torch: same models, exported by Optimum, same prompt, same noise.
 * The goldens are made by worker/training/goldens/diffusers_models.py and diffusers_pictures.py.
 */
@Timeout(120)
class DiffusersGoldenTest {
    private static Engine engine;

    @BeforeAll
    static void start() {
        engine = Goldens.engine();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    /** Weights beside the file, half precision throughout, but latents are kept in fp32 here and in fp16 by the reference. */
    @Test
    void givesNearlyTheSameImageInHalfPrecision() throws IOException, InterruptedException {
        LoadedModel model = engine.model("tiny-sd15-fp16");
        assertThat(model.receipt("ddim", 8, 7.5, 0).precision()).isEqualTo("fp16");
        assertThat(model.receipt("ddim", 8, 7.5, 0).modelFiles()).containsKey("unet/model.onnx_data");
        Difference difference = difference("tiny-sd15-fp16", "ddim", UnaryOperator.identity());
        assertThat(difference.mean()).as(difference.toString()).isLessThan(0.6);
        assertThat(difference.worst()).as(difference.toString()).isLessThan(6);
    }

    /** Each row of a run has its own timestep, and its numbers do not depend on its neighbours. */
    @Test
    void samplesAtDifferentStepsShareARun() {
        for (String id :
                List.of("tiny-sd15", "tiny-turbo", "tiny-sdxl", "tiny-sd3", "tiny-sd15-fp16", "tiny-inpaint")) {
            assertThat(engine.model(id).isRowInvariant()).as(id).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"tiny-sd15, ddim", "tiny-turbo, euler", "tiny-sdxl, euler", "tiny-sd3, flow_euler"})
    void givesTheImageOfDiffusers(String id, String scheduler) throws IOException, InterruptedException {
        assertThat(engine.rejected()).isEmpty();
        assertThat(engine.model(id).info().schedulers()).startsWith(scheduler);
        assertSame(difference(id, scheduler, UnaryOperator.identity()));
    }

    /** The nine channels of Stable Diffusion's inpainting models: noise, mask, masked image. */
    @Test
    void inpaintsLikeDiffusers() throws IOException, InterruptedException {
        LoadedModel model = engine.model("tiny-inpaint");
        assertThat(model.takesMask()).isTrue();
        assertThat(model.info().kinds()).containsExactly(JobKind.IMAGE_INPAINT, JobKind.IMAGE_OUTPAINT);
        Mask mask = mask(Goldens.call("tiny-inpaint").get("mask"));
        // Applied on the device thread, where networks run.
        UnaryOperator<Conditioning> shown = words -> words.with(model.maskChannels(pattern(), mask));
        assertSame(difference("tiny-inpaint", "ddim", shown));
        UnaryOperator<Conditioning> allHidden =
                words -> words.with(model.maskChannels(pattern(), mask(new int[] {0, 0, 64, 64})));
        assertThat(difference("tiny-inpaint", "ddim", allHidden).off())
                .as("the mask matters")
                .isGreaterThan(1000);
    }

    /** Latents are the mean of the encoder's distribution, scaled and shifted as in the pipelines. */
    @ParameterizedTest
    @ValueSource(strings = {"tiny-sd15", "tiny-turbo", "tiny-sdxl", "tiny-sd3"})
    void encodesLikeDiffusers(String id) throws IOException, InterruptedException {
        LoadedModel model = engine.model(id);
        float[] expected = Goldens.floats(id, "encoded.f32");
        try (DeviceLease lease = engine.open(model)) {
            float[] latents = lease.call(() -> model.encode(pattern()));
            assertThat(latents).hasSize(expected.length);
            for (int i = 0; i < latents.length; i++) {
                assertThat(latents[i]).as("latent " + i).isCloseTo(expected[i], within(2e-4f));
            }
        }
    }

    /** Rounding to integers alone gives a mean of 0.25 and a maximum of 0.5. */
    private static void assertSame(Difference difference) {
        assertThat(difference.off()).as(difference.toString()).isLessThanOrEqualTo(difference.values() / 1000);
        assertThat(difference.mean()).as(difference.toString()).isLessThan(0.3);
    }

    private static Difference difference(String id, String scheduler, UnaryOperator<Conditioning> additions)
            throws IOException, InterruptedException {
        float[] expected = Goldens.floats(id, "picture.f32");
        Pixels image = Goldens.generate(engine, id, scheduler, additions);
        assertThat(image.data()).hasSize(expected.length);
        return Difference.between(image, expected);
    }

    /** The input image of diffusers_pictures.py. */
    private static Pixels pattern() {
        byte[] data = new byte[64 * 64 * 3];
        for (int i = 0; i < 64 * 64; i++) {
            for (int c = 0; c < 3; c++) {
                data[3 * i + c] = (byte) (7 * (i % 64) + 11 * (i / 64) + 60 * c);
            }
        }
        return new Pixels(64, 64, 3, data);
    }

    private static Mask mask(JsonNode box) {
        return mask(new int[] {
            box.get(0).asInt(),
            box.get(1).asInt(),
            box.get(2).asInt(),
            box.get(3).asInt()
        });
    }

    /** @param box left, top, right, bottom */
    private static Mask mask(int[] box) {
        float[] values = new float[64 * 64];
        for (int y = box[1]; y < box[3]; y++) {
            Arrays.fill(values, y * 64 + box[0], y * 64 + box[2], 1);
        }
        return new Mask(64, 64, values);
    }
}
