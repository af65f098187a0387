package io.darkroom.worker.pipeline.still;

import static io.darkroom.worker.pipeline.Shipped.SIDE;
import static io.darkroom.worker.pipeline.Shipped.STYLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.job.GenerateImage;
import io.darkroom.contracts.job.Sampling;
import io.darkroom.contracts.job.TransformImage;
import io.darkroom.contracts.job.VaryImage;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.codec.Drawings;
import io.darkroom.worker.codec.ImageIoPng;
import io.darkroom.worker.pipeline.FakeContext;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.PipelineException;
import io.darkroom.worker.pipeline.Shipped;
import io.darkroom.worker.raster.Pixels;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code image.transform} and {@code image.vary} on the shipped sticker model. */
@Timeout(120)
class RedrawTest {
    private static Shipped shipped;
    private static TransformImagePipeline transform;
    private static VaryImagePipeline vary;
    private static byte[] apple;

    @BeforeAll
    static void start() throws InterruptedException {
        shipped = new Shipped();
        transform = new TransformImagePipeline(shipped.engine, shipped.media);
        vary = new VaryImagePipeline(shipped.engine, shipped.media);
        apple = shipped.sticker("red apple", 1);
    }

    @AfterAll
    static void stop() {
        shipped.close();
    }

    private static FakeContext transform(byte[] image, double strength, int n) throws InterruptedException {
        FakeContext context = new FakeContext();
        return shipped.run(
                transform,
                new TransformImage(
                        context.put(image),
                        strength,
                        new Sampling("green apple", null, STYLE, n, SIDE, SIDE, 8, 1.5, "ddim", 5, "png")),
                context);
    }

    private static Pixels first(FakeContext context) {
        return Shipped.pixels(context.stored.getFirst().bytes());
    }

    @Test
    void theStrongerTheFurtherFromTheImage() throws InterruptedException {
        Pixels given = Shipped.pixels(apple);
        double before = 0;
        for (double strength : new double[] {0.25, 0.5, 0.75, 1}) {
            double distance = Shipped.distance(given, first(transform(apple, strength, 1)));
            assertThat(distance).isGreaterThan(before);
            before = distance;
        }
        double[] whole = Shipped.mean(first(transform(apple, 1, 1)), 32, 48, 64, 48);
        assertThat(whole[1]).as("green of a green apple").isGreaterThan(whole[0]);
        double[] weak = Shipped.mean(first(transform(apple, 0.25, 1)), 32, 48, 64, 48);
        assertThat(weak[0]).as("red of a red apple").isGreaterThan(weak[1]);
    }

    @Test
    void strengthOneIsGenerate() throws InterruptedException {
        FakeContext generated = shipped.run(
                new GenerateImagePipeline(shipped.engine, shipped.media),
                new GenerateImage(new Sampling("green apple", null, STYLE, 1, SIDE, SIDE, 8, 1.5, "ddim", 5, "png")),
                new FakeContext());
        assertThat(transform(apple, 1, 1).stored.getFirst().bytes())
                .isEqualTo(generated.stored.getFirst().bytes());
    }

    @Test
    void onlyTheRemainingStepsAreDone() throws InterruptedException {
        FakeContext context = transform(apple, 0.25, 3);
        assertThat(context.total).isEqualTo(3 * 2);
        assertThat(context.steps.getLast()).isEqualTo(6);
        assertThat(context.stored).extracting(FinishedMedia::name).containsExactly("0.png", "1.png", "2.png");
        assertThat(context.stored).extracting(FinishedMedia::seed).containsExactly(5L, 6L, 7L);
    }

    @Test
    void transparentBackgroundStaysTransparent() throws InterruptedException {
        Pixels out = first(transform(apple, 0.5, 1));
        assertThat(out.channels()).isEqualTo(4);
        assertThat(Shipped.mean(out, 0, 0, 12, 12)[3]).isLessThan(2);
        assertThat(Shipped.mean(out, 48, 56, 32, 32)[3]).isGreaterThan(250);
    }

    @Test
    void variationsResembleTheImageButDifferFromEachOther() throws InterruptedException {
        FakeContext context = new FakeContext();
        shipped.run(
                vary,
                new VaryImage(
                        context.put(apple), 0.6, new Sampling("", null, null, 3, SIDE, SIDE, 8, 1, "ddim", 5, "png")),
                context);
        List<Pixels> all =
                context.stored.stream().map(one -> Shipped.pixels(one.bytes())).toList();
        Pixels given = Shipped.pixels(apple);
        Pixels other = Shipped.pixels(shipped.sticker("pizza", 1));
        for (Pixels one : all) {
            assertThat(Shipped.distance(given, one)).isBetween(0.5, Shipped.distance(given, other) / 2);
        }
        assertThat(Shipped.distance(all.get(0), all.get(1))).isGreaterThan(0.5);
        assertThat(Shipped.distance(all.get(1), all.get(2))).isGreaterThan(0.5);
    }

    @Test
    void anImageOfOtherProportionsIsUsedWhole() throws InterruptedException {
        byte[] wide = ImageIoPng.encode(Drawings.plain(200, 100, 240, 40, 40));
        Pixels out = first(transform(wide, 0.25, 1));
        assertThat(Shipped.mean(out, 8, 0, 112, 16)[3]).as("clear above").isLessThan(20);
        assertThat(Shipped.mean(out, 32, 48, 64, 32)[3])
                .as("opaque in the middle")
                .isGreaterThan(200);
    }

    @Test
    void otherFilesThanImagesAreInvalid() {
        assertThatThrownBy(() -> transform(new byte[] {1, 2, 3, 4, 5}, 0.5, 1))
                .isInstanceOfSatisfying(
                        PipelineException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.INVALID_INPUT));
    }
}
