package io.darkroom.worker.pipeline.still;

import static io.darkroom.worker.pipeline.Shipped.SIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.darkroom.contracts.job.DetectAnomalies;
import io.darkroom.worker.codec.ImageIoPng;
import io.darkroom.worker.pipeline.FakeContext;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.Shipped;
import io.darkroom.worker.raster.Pixels;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code image.detect-anomalies} on the shipped sticker model. */
@Timeout(120)
class DetectAnomaliesTest {
    private static Shipped shipped;
    private static DetectAnomaliesPipeline detect;

    @BeforeAll
    static void start() {
        shipped = new Shipped();
        detect = new DetectAnomaliesPipeline(shipped.engine, shipped.media);
    }

    @AfterAll
    static void stop() {
        shipped.close();
    }

    private static FinishedMedia judge(byte[] image) throws InterruptedException {
        FakeContext context = new FakeContext();
        shipped.run(detect, new DetectAnomalies(context.put(image), null, 0.4, 3, 10, 1, "ddim", 3), context);
        assertThat(context.stored).hasSize(1);
        return context.stored.getFirst();
    }

    /** A blue square large enough for a model of 32x32 pixels. */
    private static byte[] spoiled(byte[] image, int x, int y) {
        Pixels given = Shipped.pixels(image).as(4);
        byte[] data = given.data().clone();
        for (int dy = 0; dy < 16; dy++) {
            for (int dx = 0; dx < 16; dx++) {
                int at = ((y + dy) * SIDE + x + dx) * 4;
                data[at] = 0;
                data[at + 1] = 0;
                data[at + 2] = (byte) 0xff;
                data[at + 3] = (byte) 0xff;
            }
        }
        return ImageIoPng.encode(new Pixels(SIDE, SIDE, 4, data));
    }

    @ParameterizedTest
    @CsvSource({"red apple,44,70", "pizza,60,60", "cat face,56,56"})
    void findsWhatDoesNotBelong(String prompt, int x, int y) throws InterruptedException {
        byte[] good = shipped.sticker(prompt, 1);
        Map<String, Double> fine = judge(good).measures();
        FinishedMedia found = judge(spoiled(good, x, y));
        Map<String, Double> bad = found.measures();
        assertThat(bad.get("score")).isGreaterThan(1.4 * fine.get("score"));
        assertThat(bad.get("peak_x")).isCloseTo((x + 8) / 128.0, within(0.08));
        assertThat(bad.get("peak_y")).isCloseTo((y + 8) / 128.0, within(0.08));
        Pixels map = Shipped.pixels(found.bytes());
        double[] hot = Shipped.mean(map, x + 4, y + 4, 8, 8);
        double[] cold = Shipped.mean(map, 0, 0, 16, 16);
        assertThat(hot[0] + hot[1] + hot[2]).isGreaterThan(cold[0] + cold[1] + cold[2] + 150);
    }

    @Test
    void reportsItsMeasurements() throws InterruptedException {
        FinishedMedia map = judge(shipped.sticker("red apple", 1));
        assertThat(map.role()).isEqualTo("heat_map");
        assertThat(map.name()).isEqualTo("0.png");
        assertThat(map.measures()).containsOnlyKeys("score", "mean", "peak", "peak_x", "peak_y");
        assertThat(map.measures().get("score"))
                .isBetween(map.measures().get("mean"), map.measures().get("peak"));
        assertThat(map.width()).isEqualTo(SIDE);
    }

    @Test
    void theHeatMapHasTheProportionsOfTheImage() throws InterruptedException {
        byte[] data = new byte[120 * 60 * 4];
        FinishedMedia map = judge(ImageIoPng.encode(new Pixels(120, 60, 4, data)));
        assertThat(map.width()).isEqualTo(128);
        assertThat(map.height()).isEqualTo(64);
    }

    @Test
    void repeatsStartAtALaterStep() throws InterruptedException {
        FakeContext context = new FakeContext();
        byte[] apple = shipped.sticker("red apple", 1);
        shipped.run(detect, new DetectAnomalies(context.put(apple), "red apple", 0.5, 4, 10, 1.5, "ddim", 3), context);
        assertThat(context.total).isEqualTo(4 * 5);
    }
}
