package io.darkroom.worker.pipeline.still;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.darkroom.contracts.job.DenoiseImage;
import io.darkroom.contracts.job.UpscaleImage;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.codec.Drawings;
import io.darkroom.worker.codec.ImageIoPng;
import io.darkroom.worker.pipeline.FakeContext;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.JobStopped;
import io.darkroom.worker.pipeline.Moderation;
import io.darkroom.worker.pipeline.PipelineException;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.pipeline.Remake;
import io.darkroom.worker.pipeline.Shipped;
import io.darkroom.worker.pipeline.still.Tiles.Tile;
import io.darkroom.worker.raster.Canvas;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.raster.Placement;
import io.darkroom.worker.raster.Resample;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images in tiles: {@code image.upscale} and {@code image.denoise} on the shipped sticker model. */
@Timeout(120)
class TilesTest {
    private static Shipped shipped;
    private static UpscaleImagePipeline upscale;
    private static DenoiseImagePipeline denoise;

    @BeforeAll
    static void start() {
        shipped = new Shipped();
        upscale = new UpscaleImagePipeline(shipped.engine, shipped.media);
        denoise = new DenoiseImagePipeline(shipped.engine, shipped.media);
    }

    @AfterAll
    static void stop() {
        shipped.close();
    }

    /** Four stickers beside and above each other, so that every tile border crosses content. */
    private static Pixels sheet() throws InterruptedException {
        byte[] data = new byte[256 * 256 * 4];
        String[] prompts = {"red apple", "cat face", "pizza", "dog face"};
        for (int i = 0; i < 4; i++) {
            Pixels one = Shipped.pixels(shipped.sticker(prompts[i], 1)).as(4);
            for (int y = 0; y < 128; y++) {
                System.arraycopy(one.data(), y * 512, data, ((y + i / 2 * 128) * 256 + i % 2 * 128) * 4, 512);
            }
        }
        return new Pixels(256, 256, 4, data);
    }

    private static Pixels upscale(Pixels image, int factor) throws InterruptedException {
        FakeContext context = new FakeContext();
        shipped.run(upscale, new UpscaleImage(context.put(ImageIoPng.encode(image)), factor, "png"), context);
        return Shipped.pixels(context.stored.getFirst().bytes());
    }

    @ParameterizedTest
    @CsvSource({"1,1", "88,88", "89,200", "300,177"})
    void tilesCoverAnImageOnce(int width, int height) {
        int[] covered = new int[width * height];
        for (Tile tile : Tiles.of(width, height, 88, 20)) {
            Placement counts = tile.counts();
            for (int i = 0; i < counts.width() * counts.height(); i++) {
                covered[(counts.y() + i / counts.width()) * width + counts.x() + i % counts.width()]++;
            }
            assertThat(tile.seen().width()).isBetween(1, 128);
            assertThat(tile.seen().within(width, height)).isEqualTo(tile.seen());
        }
        assertThat(covered).containsOnly(1);
    }

    @Test
    void tileBordersAreNotVisible() throws InterruptedException {
        Pixels sheet = sheet();
        UpscaleImagePipeline.Enlarged whole = new UpscaleImagePipeline.Enlarged(
                sheet, shipped.engine.model(Shipped.MODEL).enlarger(), 4);
        Placement all = new Placement(0, 0, 256, 256);
        whole.add(new Tile(all, all));
        byte[] expected = whole.image().data();
        byte[] tiled = upscale(sheet, 4).data();
        int most = 0;
        for (int i = 0; i < expected.length; i++) {
            most = Math.max(most, Math.abs((expected[i] & 0xff) - (tiled[i] & 0xff)));
        }
        assertThat(most)
                .as("largest difference between tiles and the whole image, of 255")
                .isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void sharpensMoreThanEnlargingAlone(int factor) throws InterruptedException {
        Pixels sheet = sheet();
        Pixels small = Resample.to(sheet, 256 / factor, 256 / factor);
        double learned = Shipped.distance(sheet, upscale(small, factor));
        double plain = Shipped.distance(sheet, Resample.to(small, 256, 256));
        assertThat(learned).isLessThan(factor == 4 ? plain : 1.1 * plain);
    }

    @Test
    void keepsShapeColourAndTransparency() throws InterruptedException {
        Pixels sheet = Canvas.crop(sheet(), new Placement(0, 0, 131, 97));
        Pixels twice = upscale(sheet, 2);
        assertThat(twice.width()).isEqualTo(262);
        assertThat(twice.height()).isEqualTo(194);
        assertThat(twice.channels()).isEqualTo(4);
        assertThat(Shipped.distance(sheet, Resample.to(twice, 131, 97))).isLessThan(2);
        Pixels opaque = upscale(Drawings.plain(50, 40, 200, 120, 40), 4);
        assertThat(opaque.channels()).isEqualTo(3);
        double[] mean = Shipped.mean(opaque, 0, 0, 200, 160);
        assertThat(mean[0]).isCloseTo(200, within(3.0));
        assertThat(mean[1]).isCloseTo(120, within(3.0));
        assertThat(mean[2]).isCloseTo(40, within(3.0));
    }

    @Test
    void refusesWhatIsTooLargeAndStopsOnRequest() {
        FakeContext large = new FakeContext();
        UpscaleImage job =
                new UpscaleImage(large.put(ImageIoPng.encode(Drawings.plain(1025, 1024, 1, 2, 3))), 4, "png");
        assertThatThrownBy(() -> shipped.run(upscale, job, large))
                .isInstanceOfSatisfying(PipelineException.class, e -> {
                    assertThat(e.code()).isEqualTo(FailureCode.INVALID_INPUT);
                    assertThat(e).hasMessageContaining("1025x1024");
                });
        FakeContext stopped = new FakeContext().stopAt(2);
        UpscaleImage many =
                new UpscaleImage(stopped.put(ImageIoPng.encode(Drawings.plain(300, 300, 1, 2, 3))), 2, "png");
        assertThatThrownBy(() -> shipped.run(upscale, many, stopped)).isInstanceOf(JobStopped.class);
        assertThat(stopped.total).isEqualTo(16);
        assertThat(stopped.stored).isEmpty();
    }

    private static Pixels noisy(Pixels clean, double sigma) {
        Random random = new Random(3);
        byte[] data = clean.data().clone();
        for (int i = 0; i < data.length; i++) {
            if (clean.channels() == 3 || i % 4 != 3) {
                data[i] = (byte) Math.clamp(Math.round((data[i] & 0xff) + sigma * random.nextGaussian()), 0, 255);
            }
        }
        return new Pixels(clean.width(), clean.height(), clean.channels(), data);
    }

    @ParameterizedTest
    @ValueSource(doubles = {10, 25})
    void removesNoiseAndReportsItsLevel(double sigma) throws InterruptedException {
        Pixels sheet = sheet();
        byte[] grey = new byte[256 * 256 * 3];
        Arrays.fill(grey, (byte) 150);
        Pixels clean = Canvas.crop(over(sheet, new Pixels(256, 256, 3, grey)), new Placement(3, 3, 251, 249));
        Pixels noisy = noisy(clean, sigma);
        FakeContext context = new FakeContext();
        shipped.run(denoise, new DenoiseImage(context.put(ImageIoPng.encode(noisy)), null, "png"), context);
        FinishedMedia stored = context.stored.getFirst();
        assertThat(stored.measures()).containsOnlyKeys("sigma");
        assertThat(stored.measures().get("sigma")).isCloseTo(sigma, within(0.2 * sigma));
        Pixels restored = Shipped.pixels(stored.bytes());
        assertThat(restored.width()).isEqualTo(251);
        assertThat(restored.height()).isEqualTo(249);
        assertThat(Shipped.distance(clean, restored)).isLessThan(Shipped.distance(clean, noisy) / 2);
    }

    @Test
    void isReproducedFromItsReceipt() throws InterruptedException {
        FakeContext first = new FakeContext();
        DenoiseImage job = new DenoiseImage(first.put(ImageIoPng.encode(noisy(sheet(), 15))), null, "png");
        PipelineResult result = denoise.run(Shipped.MODEL, job, first);
        DenoiseImage again = (DenoiseImage) Remake.of(result.receipt(), first::ref);
        assertThat(again.sigma())
                .as("what was estimated")
                .isEqualTo(first.stored.getFirst().measures().get("sigma"));
        FakeContext second = new FakeContext();
        second.put(ImageIoPng.encode(noisy(sheet(), 15)));
        shipped.run(denoise, again, second);
        assertThat(second.stored.getFirst().bytes())
                .isEqualTo(first.stored.getFirst().bytes());
        UpscaleImage larger = new UpscaleImage(job.image(), 2, "webp");
        assertThat(Remake.of(upscale.run(Shipped.MODEL, larger, first).receipt(), first::ref))
                .isEqualTo(larger);
    }

    @Test
    void storesNothingThatIsRefused() throws InterruptedException {
        FakeContext context = new FakeContext();
        context.moderation = new Moderation() {
            @Override
            public boolean isOn() {
                return true;
            }

            @Override
            public Optional<Failure> prompt(String prompt) {
                return Optional.empty();
            }

            @Override
            public Optional<Failure> image(Pixels image) {
                return Optional.of(Failure.of(FailureCode.CONTENT_REFUSED, "not shown"));
            }
        };
        byte[] plain = ImageIoPng.encode(Drawings.plain(40, 40, 9, 9, 9));
        shipped.run(denoise, new DenoiseImage(context.put(plain), 5.0, "png"), context);
        shipped.run(upscale, new UpscaleImage(context.put(plain), 2, "png"), context);
        assertThat(context.stored).isEmpty();
        assertThat(context.refused).containsOnlyKeys(0);
    }

    private static Pixels over(Pixels image, Pixels ground) {
        byte[] data = ground.data().clone();
        for (int i = 0; i < image.width() * image.height(); i++) {
            int alpha = image.data()[4 * i + 3] & 0xff;
            for (int c = 0; c < 3; c++) {
                int mixed = (image.data()[4 * i + c] & 0xff) * alpha + (data[3 * i + c] & 0xff) * (255 - alpha);
                data[3 * i + c] = (byte) (mixed / 255);
            }
        }
        return new Pixels(ground.width(), ground.height(), 3, data);
    }

    @Test
    void opacityIsNotPartOfTheNoise() throws InterruptedException {
        Pixels noisy = noisy(sheet(), 20);
        FakeContext context = new FakeContext();
        shipped.run(denoise, new DenoiseImage(context.put(ImageIoPng.encode(noisy)), 20.0, "png"), context);
        Pixels restored = Shipped.pixels(context.stored.getFirst().bytes());
        assertThat(restored.channels()).isEqualTo(4);
        for (int i = 3; i < noisy.data().length; i += 4) {
            assertThat(restored.data()[i]).isEqualTo(noisy.data()[i]);
        }
        assertThat(context.stored.getFirst().measures()).containsEntry("sigma", 20.0);
    }
}
