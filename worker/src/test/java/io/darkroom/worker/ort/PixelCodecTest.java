package io.darkroom.worker.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.worker.model.TestModels;
import io.darkroom.worker.ort.EngineConfig.Provider;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.residency.Engine;
import io.darkroom.worker.residency.LoadedModel;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Images and samples of the tests' pixel models: images of 64x64, samples of 16x16. */
@Timeout(60)
class PixelCodecTest {
    private static Engine engine;

    @BeforeAll
    static void start() {
        engine =
                new Engine(new OrtRuntime(Provider.CPU, 2, false), Map.of(), TestModels.repository(), System::nanoTime);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void averagesPremultipliedColour() {
        LoadedModel sticker = engine.model("tiny-sticker");
        // The first block of 4x4: a quarter opaque red, a quarter half-transparent blue, the rest invisible white.
        byte[] data = new byte[64 * 64 * 4];
        for (int y = 0; y < 4; y++) {
            fill(data, y, 0, 255, 0, 0, 255);
            fill(data, y, 1, 0, 0, 255, 128);
            fill(data, y, 2, 255, 255, 255, 0);
            fill(data, y, 3, 255, 255, 255, 0);
        }
        float[] sample = sticker.encode(new Pixels(64, 64, 4, data));
        assertThat(sample).hasSize(4 * 16 * 16);
        assertThat(sample[0]).isCloseTo(2 * 0.25f - 1, within(1e-6f));
        assertThat(sample[256]).isEqualTo(-1);
        assertThat(sample[512]).isCloseTo(2 * 0.25f * 128 / 255 - 1, within(1e-6f));
        assertThat(sample[768]).isCloseTo(2 * (0.25f + 0.25f * 128 / 255) - 1, within(1e-6f));
        assertThat(sample[1]).isEqualTo(-1);
    }

    private static void fill(byte[] data, int y, int x, int... channels) {
        for (int c = 0; c < channels.length; c++) {
            data[(y * 64 + x) * channels.length + c] = (byte) channels[c];
        }
    }

    @Test
    void anOpaqueImageIsOpaque() {
        float[] sample = engine.model("tiny-sticker").encode(grey(3, 51));
        assertThat(sample[0]).isCloseTo(2 * 51 / 255f - 1, within(1e-6f));
        assertThat(sample[3 * 256]).isEqualTo(1);
    }

    @Test
    void transparencyIsWhiteForAModelWithoutIt() {
        float[] sample = engine.model("tiny-frames").encode(grey(4, 0));
        assertThat(sample).hasSize(3 * 16 * 16).containsOnly(1);
    }

    @Test
    void isUnchangedByEncodingAndDecoding() {
        LoadedModel sticker = engine.model("tiny-sticker");
        Pixels image = grey(4, 102);
        assertThat(sticker.decode(sticker.encode(image)).data()).containsExactly(image.data());
        assertThat(sticker.preview(sticker.encode(image)).data())
                .containsExactly(grey(4, 102, 16).data());
        LoadedModel frames = engine.model("tiny-frames");
        Pixels frame = grey(3, 102);
        assertThat(frames.decode(frames.encode(frame)).data()).containsExactly(frame.data());
    }

    @Test
    void rejectsOtherSizes() {
        LoadedModel sticker = engine.model("tiny-sticker");
        assertThatThrownBy(() -> sticker.encode(grey(4, 0, 16))).hasMessageContaining("16x16");
        assertThatThrownBy(() -> sticker.at(32, 64)).hasMessageContaining("32x64");
        assertThat(sticker.at(64, 64).size()).isEqualTo(new Size(64, 64));
        assertThatThrownBy(() -> engine.model("tiny-frames").condition("a cat")).hasMessageContaining("prompt");
        assertThatThrownBy(() -> sticker.scheduler("magic", 4)).hasMessageContaining("magic");
    }

    private static Pixels grey(int channels, int value) {
        return grey(channels, value, 64);
    }

    /** All channels have the same value; with four channels, a translucent white. */
    private static Pixels grey(int channels, int value, int size) {
        byte[] data = new byte[size * size * channels];
        Arrays.fill(data, (byte) value);
        for (int i = 0; channels == 4 && i < data.length; i++) {
            data[i] = value == 0 || i % 4 == 3 ? (byte) value : (byte) 255;
        }
        return new Pixels(size, size, channels, data);
    }
}
