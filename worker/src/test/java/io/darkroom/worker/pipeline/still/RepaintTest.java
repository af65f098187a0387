package io.darkroom.worker.pipeline.still;

import static io.darkroom.worker.pipeline.Shipped.SIDE;
import static io.darkroom.worker.pipeline.Shipped.STYLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.contracts.job.InpaintImage;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.job.OutpaintImage;
import io.darkroom.contracts.job.Sampling;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.codec.Drawings;
import io.darkroom.worker.codec.ImageIoPng;
import io.darkroom.worker.pipeline.FakeContext;
import io.darkroom.worker.pipeline.PipelineException;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.pipeline.Shipped;
import io.darkroom.worker.raster.Canvas;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.raster.Placement;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code image.inpaint} and {@code image.outpaint} on the shipped sticker model. */
@Timeout(120)
class RepaintTest {
    private static Shipped shipped;
    private static InpaintImagePipeline inpaint;
    private static OutpaintImagePipeline outpaint;
    private static byte[] apple;

    @BeforeAll
    static void start() throws InterruptedException {
        shipped = new Shipped();
        inpaint = new InpaintImagePipeline(shipped.engine, shipped.media, Resampling.NONE);
        outpaint = new OutpaintImagePipeline(shipped.engine, shipped.media, Resampling.NONE);
        apple = shipped.sticker("red apple", 1);
    }

    @AfterAll
    static void stop() {
        shipped.close();
    }

    /** White from {@code x = 64} on. */
    private static byte[] rightHalf() {
        byte[] data = new byte[SIDE * SIDE * 3];
        for (int y = 0; y < SIDE; y++) {
            Arrays.fill(data, (y * SIDE + 64) * 3, (y + 1) * SIDE * 3, (byte) 0xff);
        }
        return ImageIoPng.encode(new Pixels(SIDE, SIDE, 3, data));
    }

    private static InpaintImage inpainting(
            FakeContext context, byte[] image, byte[] mask, String prompt, double strength) {
        return new InpaintImage(
                context.put(image),
                context.put(mask),
                strength,
                new Sampling(prompt, null, STYLE, 1, SIDE, SIDE, 8, 1.5, "ddim", 5, "png"));
    }

    private static Pixels inpaint(byte[] image, byte[] mask, String prompt) throws InterruptedException {
        FakeContext context = new FakeContext();
        shipped.run(inpaint, inpainting(context, image, mask, prompt, 1), context);
        return Shipped.pixels(context.stored.getFirst().bytes());
    }

    @Test
    void unmaskedPixelsKeepTheirBytes() throws InterruptedException {
        Pixels given = Shipped.pixels(apple);
        Pixels out = inpaint(apple, rightHalf(), "green apple");
        for (int y = 0; y < SIDE; y++) {
            int row = y * SIDE * 4;
            assertThat(Arrays.copyOfRange(out.data(), row, row + 64 * 4))
                    .isEqualTo(Arrays.copyOfRange(given.data(), row, row + 64 * 4));
        }
        double[] drawn = Shipped.mean(out, 80, 56, 32, 32);
        assertThat(drawn[1]).as("green where it was drawn").isGreaterThan(Shipped.mean(given, 80, 56, 32, 32)[1] + 60);
    }

    @Test
    void fillsAHoleInvisibly() throws InterruptedException {
        Pixels given = Shipped.pixels(apple);
        byte[] broken = given.data().clone();
        byte[] mask = new byte[SIDE * SIDE * 3];
        for (int y = 60; y < 84; y++) {
            for (int x = 52; x < 76; x++) {
                broken[(y * SIDE + x) * 4] = 0;
                broken[(y * SIDE + x) * 4 + 1] = 0;
                broken[(y * SIDE + x) * 4 + 2] = (byte) 0xff;
            }
        }
        for (int y = 57; y < 87; y++) {
            Arrays.fill(mask, (y * SIDE + 49) * 3, (y * SIDE + 79) * 3, (byte) 0xff);
        }
        Pixels hole = new Pixels(SIDE, SIDE, 4, broken);
        Pixels mended =
                inpaint(ImageIoPng.encode(hole), ImageIoPng.encode(new Pixels(SIDE, SIDE, 3, mask)), "red apple");
        assertThat(Shipped.distance(given, mended)).isLessThan(Shipped.distance(given, hole) / 4);
    }

    /** The usual mask ends at the edge of the unwanted object. */
    @Test
    void maskedContentHasNoEffect() throws InterruptedException {
        Pixels given = Shipped.pixels(apple);
        byte[] spoiled = given.data().clone();
        byte[] mask = new byte[SIDE * SIDE * 3];
        for (int y = 56; y < 88; y++) {
            for (int x = 48; x < 80; x++) {
                int at = (y * SIDE + x) * 4;
                spoiled[at] = 0;
                spoiled[at + 1] = (byte) 0xff;
                spoiled[at + 2] = (byte) 0xff;
            }
            Arrays.fill(mask, (y * SIDE + 48) * 3, (y * SIDE + 80) * 3, (byte) 0xff);
        }
        Pixels mended = inpaint(
                ImageIoPng.encode(new Pixels(SIDE, SIDE, 4, spoiled)),
                ImageIoPng.encode(new Pixels(SIDE, SIDE, 3, mask)),
                "red apple");
        for (int[] rim : new int[][] {{48, 56, 32, 2}, {48, 86, 32, 2}, {48, 56, 2, 32}, {78, 56, 2, 32}}) {
            double[] was = Shipped.mean(given, rim[0], rim[1], rim[2], rim[3]);
            double[] is = Shipped.mean(mended, rim[0], rim[1], rim[2], rim[3]);
            assertThat(is[2]).as("blue of the rim").isLessThan(was[2] + 40);
            assertThat(is[0]).as("red of the rim").isGreaterThan(was[0] - 60);
        }
    }

    /** RePaint's jumps: each step twice, in progress and receipt, too. */
    @Test
    void stepsCanBeRepeated() throws InterruptedException {
        FakeContext once = new FakeContext();
        shipped.run(inpaint, inpainting(once, apple, rightHalf(), "green apple", 0.5), once);
        InpaintImagePipeline twice = new InpaintImagePipeline(shipped.engine, shipped.media, new Resampling(2));
        FakeContext context = new FakeContext();
        PipelineResult result =
                twice.run(Shipped.MODEL, inpainting(context, apple, rightHalf(), "green apple", 0.5), context);
        assertThat(context.totals).containsOnly(2 * once.total);
        assertThat(result.steps()).isEqualTo(2 * once.total);
        assertThat(result.receipt().settings()).containsEntry("resampling", "2");
        assertThat(context.stored.getFirst().bytes())
                .isNotEqualTo(once.stored.getFirst().bytes());
        assertThatThrownBy(() -> new Resampling(0)).hasMessageContaining("darkroom.repaint.times");
    }

    @Test
    void theSameNoiseGivesTheSameBytesAndLessStrengthLessChange() throws InterruptedException {
        Pixels given = Shipped.pixels(apple);
        assertThat(inpaint(apple, rightHalf(), "green apple").data())
                .isEqualTo(inpaint(apple, rightHalf(), "green apple").data());
        FakeContext context = new FakeContext();
        shipped.run(inpaint, inpainting(context, apple, rightHalf(), "green apple", 0.4), context);
        assertThat(context.total).isEqualTo(3);
        Pixels weak = Shipped.pixels(context.stored.getFirst().bytes());
        assertThat(Shipped.distance(given, weak))
                .isLessThan(Shipped.distance(given, inpaint(apple, rightHalf(), "green apple")));
    }

    @Test
    void explainsWhatIsWrongWithAMask() {
        FakeContext context = new FakeContext();
        byte[] black = ImageIoPng.encode(Drawings.plain(SIDE, SIDE, 0, 0, 0));
        assertInvalid(inpainting(context, apple, black, "x", 1), context, "black everywhere");
        byte[] wide = ImageIoPng.encode(Drawings.plain(200, 100, 255, 255, 255));
        assertInvalid(inpainting(context, apple, wide, "x", 1), context, "200x100");
    }

    private static void assertInvalid(InpaintImage job, FakeContext context, String reason) {
        assertThatThrownBy(() -> shipped.run(inpaint, job, context))
                .isInstanceOfSatisfying(PipelineException.class, e -> {
                    assertThat(e.code()).isEqualTo(FailureCode.INVALID_INPUT);
                    assertThat(e).hasMessageContaining(reason);
                });
        assertThat(context.stored).isEmpty();
    }

    private static OutpaintImage outpainting(MediaRef image, double left, double top, double right, double bottom) {
        return new OutpaintImage(
                image,
                left,
                top,
                right,
                bottom,
                new Sampling("red apple", null, STYLE, 1, SIDE, SIDE, 8, 1.5, "ddim", 5, "png"));
    }

    @Test
    void growsHalfAnAppleIntoAWholeOne() throws InterruptedException {
        Pixels given = Shipped.pixels(apple);
        Pixels half = Canvas.crop(given, new Placement(0, 0, 64, SIDE));
        FakeContext context = new FakeContext();
        MediaRef ref = context.put(ImageIoPng.encode(half));
        shipped.run(outpaint, outpainting(ref, 0, 0, 1, 0), context);
        Pixels out = Shipped.pixels(context.stored.getFirst().bytes());
        assertThat(Canvas.crop(out, new Placement(0, 0, 64, SIDE)).data()).isEqualTo(half.data());
        double[] grown = Shipped.mean(out, 72, 56, 32, 32);
        assertThat(grown[3]).as("opaque").isGreaterThan(250);
        assertThat(grown[0]).as("red").isGreaterThan(grown[1] + 80);
        assertThat(Shipped.mean(out, 122, 2, 6, 6)[3]).as("clear in the corner").isLessThan(5);
        double across = 0;
        for (int y = 40; y < 110; y++) {
            for (int c = 0; c < 3; c++) {
                int at = (y * SIDE + 63) * 4 + c;
                across += Math.abs((out.data()[at] & 0xff) - (out.data()[at + 4] & 0xff)) / 210.0;
            }
        }
        assertThat(across).as("mean step of colour across the seam").isLessThan(8);
    }

    @Test
    void placesTheImageWithoutDistortion() {
        Size square = new Size(128, 128);
        Pixels image = Drawings.plain(100, 50, 1, 2, 3);
        MediaRef ref = new MediaRef("x", "image/png", 1, "");
        // as wide as the canvas, in the middle
        assertThat(OutpaintImagePipeline.place(outpainting(ref, 0, 0.5, 0, 0.5), image, square))
                .isEqualTo(new Placement(0, 32, 128, 64));
        // 200 x 50 scaled by 0.64, the image at its left
        assertThat(OutpaintImagePipeline.place(outpainting(ref, 0, 0, 1, 0), image, square))
                .isEqualTo(new Placement(0, 48, 64, 32));
        assertThat(OutpaintImagePipeline.place(outpainting(ref, 1, 0, 0, 0), image, square))
                .isEqualTo(new Placement(64, 48, 64, 32));
    }
}
