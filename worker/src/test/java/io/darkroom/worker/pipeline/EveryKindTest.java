package io.darkroom.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.job.ComposeImage;
import io.darkroom.contracts.job.DetectAnomalies;
import io.darkroom.contracts.job.GenerateImage;
import io.darkroom.contracts.job.InpaintImage;
import io.darkroom.contracts.job.InterpolateImages;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.OutpaintImage;
import io.darkroom.contracts.job.Sampling;
import io.darkroom.contracts.job.SynthesizeDataset;
import io.darkroom.contracts.job.TransformImage;
import io.darkroom.contracts.job.VaryImage;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.codec.ImageIoPng;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.pipeline.dataset.SynthesizeDatasetPipeline;
import io.darkroom.worker.pipeline.still.ComposeImagePipeline;
import io.darkroom.worker.pipeline.still.DetectAnomaliesPipeline;
import io.darkroom.worker.pipeline.still.GenerateImagePipeline;
import io.darkroom.worker.pipeline.still.InpaintImagePipeline;
import io.darkroom.worker.pipeline.still.InterpolateImagesPipeline;
import io.darkroom.worker.pipeline.still.OutpaintImagePipeline;
import io.darkroom.worker.pipeline.still.TransformImagePipeline;
import io.darkroom.worker.pipeline.still.VaryImagePipeline;
import io.darkroom.worker.raster.Canvas;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.raster.Placement;
import io.darkroom.worker.residency.Engine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every kind of job at a size that is neither square nor the model's own: a tiny Stable Diffusion 1.5,
 * whose own images are 64x64.
 */
@Timeout(240)
class EveryKindTest {
    private static final String MODEL = "tiny-sd15";
    private static final int WIDTH = 96;
    private static final int HEIGHT = 80;

    private static Engine engine;
    private static MediaThreads media;
    private static Map<JobKind, Pipeline> pipelines;

    @BeforeAll
    static void start() {
        engine = Engines.of("/diffusers");
        media = new MediaThreads();
        pipelines = Stream.<Pipeline>of(
                        new GenerateImagePipeline(engine, media),
                        new TransformImagePipeline(engine, media),
                        new VaryImagePipeline(engine, media),
                        new InpaintImagePipeline(engine, media, () -> 1),
                        new OutpaintImagePipeline(engine, media, () -> 1),
                        new ComposeImagePipeline(engine, media),
                        new InterpolateImagesPipeline(engine, media),
                        new DetectAnomaliesPipeline(engine, media),
                        new SynthesizeDatasetPipeline(engine, media))
                .collect(Collectors.toMap(Pipeline::kind, Function.identity()));
    }

    @AfterAll
    static void stop() {
        engine.close();
        media.close();
    }

    /** Creates the input of one kind, with the media that it needs. */
    private record Ask(String name, Function<FakeContext, JobInput> job) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Pixels stripes(int width, int height) {
        byte[] data = new byte[width * height * 3];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i % width * 5 + i / width);
        }
        return new Pixels(width, height, 3, data);
    }

    private static byte[] png(int width, int height) {
        return ImageIoPng.encode(stripes(width, height));
    }

    /** White in the right half. */
    private static byte[] mask() {
        byte[] data = new byte[WIDTH * HEIGHT * 3];
        for (int y = 0; y < HEIGHT; y++) {
            Arrays.fill(data, (y * WIDTH + WIDTH / 2) * 3, (y + 1) * WIDTH * 3, (byte) 0xff);
        }
        return ImageIoPng.encode(new Pixels(WIDTH, HEIGHT, 3, data));
    }

    private static JobInput inpaint(FakeContext context) {
        return new InpaintImage(
                context.put(png(WIDTH, HEIGHT)),
                context.put(mask()),
                0.8,
                new Sampling("a", null, null, 1, WIDTH, HEIGHT, 4, 2, "ddim", 5, "png"));
    }

    private static JobInput outpaint(FakeContext context) {
        return new OutpaintImage(
                context.put(png(WIDTH / 2, HEIGHT)),
                0,
                0,
                1,
                0,
                new Sampling("a", null, null, 1, WIDTH, HEIGHT, 3, 2, "ddim", 5, "png"));
    }

    static List<Ask> kinds() {
        return List.of(
                new Ask(
                        "generate",
                        _ -> new GenerateImage(
                                new Sampling("a", "b", null, 2, WIDTH, HEIGHT, 3, 2.5, "pndm", 5, "png"))),
                new Ask(
                        "transform",
                        it -> new TransformImage(
                                it.put(png(70, 90)),
                                0.6,
                                new Sampling("a", null, null, 2, WIDTH, HEIGHT, 5, 2, "euler", 5, "png"))),
                new Ask(
                        "vary",
                        it -> new VaryImage(
                                it.put(png(70, 90)),
                                0.4,
                                new Sampling("", null, null, 1, WIDTH, HEIGHT, 5, 1, "pndm", 5, "webp"))),
                new Ask("inpaint", EveryKindTest::inpaint),
                new Ask("outpaint", EveryKindTest::outpaint),
                new Ask(
                        "compose",
                        _ -> new ComposeImage(
                                List.of(new ComposeImage.Region("b", 0.1, 0.2, 0.5, 0.6, 3)),
                                new Sampling("a", null, null, 1, WIDTH, HEIGHT, 3, 2, "ddim", 5, "png"))),
                new Ask(
                        "interpolate",
                        _ -> new InterpolateImages(
                                "a", null, null, WIDTH, HEIGHT, 9, 3, 10, true, 3, 2, "euler_ancestral", 5, "webp")),
                new Ask(
                        "detect anomalies",
                        it -> new DetectAnomalies(it.put(png(WIDTH, HEIGHT)), null, 0.5, 2, 4, 1, "pndm", 5)),
                new Ask(
                        "synthesize",
                        _ -> new SynthesizeDataset(
                                List.of(new SynthesizeDataset.LabeledClass("apple", "a")),
                                3,
                                List.of(),
                                "coco",
                                false,
                                false,
                                2,
                                WIDTH,
                                HEIGHT,
                                2,
                                2,
                                "pndm",
                                5)));
    }

    private static FakeContext made(JobInput job, FakeContext context) throws InterruptedException {
        PipelineResult result =
                Objects.requireNonNull(pipelines.get(job.kind())).run(MODEL, job, context);
        context.receipt = result.receipt();
        assertThat(context.refused).isEmpty();
        return context;
    }

    /** Kinds whose jobs have a size. */
    static List<Ask> sized() {
        return kinds().stream()
                .filter(ask -> !ask.name().equals("detect anomalies"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("sized")
    void generatesTheRequestedSize(Ask ask) throws InterruptedException {
        FakeContext context = new FakeContext();
        made(ask.job().apply(context), context);
        assertThat(context.stored).isNotEmpty().allSatisfy(output -> {
            assertThat(output.width()).as(output.name()).isEqualTo(WIDTH);
            assertThat(output.height()).as(output.name()).isEqualTo(HEIGHT);
            if (output.contentType().startsWith("image/")) {
                Pixels image = Shipped.pixels(output.bytes());
                assertThat(List.of(image.width(), image.height())).containsExactly(WIDTH, HEIGHT);
            }
        });
    }

    /** The total reported at the start is the actual one, for every scheduler and strength. */
    @ParameterizedTest
    @MethodSource("kinds")
    void reportsTheTotalOfStepsFromTheStart(Ask ask) throws InterruptedException {
        FakeContext context = new FakeContext();
        made(ask.job().apply(context), context);
        assertThat(context.totals).containsOnly(context.steps.getLast());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isReproducedFromItsReceipt(Ask ask) throws InterruptedException {
        FakeContext first = new FakeContext();
        JobInput job = ask.job().apply(first);
        made(job, first);
        JobInput again = Remake.of(first.receipt, first::ref);
        assertThat(again).isEqualTo(job);
        FakeContext second = new FakeContext();
        ask.job().apply(second);
        made(again, second);
        assertThat(second.stored)
                .extracting(FinishedMedia::bytes)
                .containsExactlyElementsOf(
                        first.stored.stream().map(FinishedMedia::bytes).toList());
    }

    @Test
    void theAdditionalStepOfPndmIsCounted() throws InterruptedException {
        FakeContext context = new FakeContext();
        made(new GenerateImage(new Sampling("a", null, null, 2, 64, 64, 3, 1, "pndm", 5, "png")), context);
        assertThat(context.totals).containsOnly(2 * (3 + 1));
    }

    @Test
    void theKnownPartKeepsItsBytes() throws InterruptedException {
        Placement left = new Placement(0, 0, WIDTH / 2, HEIGHT);
        FakeContext inner = new FakeContext();
        made(inpaint(inner), inner);
        Pixels inpainted = Shipped.pixels(inner.stored.getFirst().bytes());
        assertThat(Canvas.crop(inpainted, left).data())
                .isEqualTo(Canvas.crop(stripes(WIDTH, HEIGHT), left).data());
        FakeContext outer = new FakeContext();
        made(outpaint(outer), outer);
        Pixels outpainted = Shipped.pixels(outer.stored.getFirst().bytes());
        assertThat(Canvas.crop(outpainted, left).data())
                .isEqualTo(stripes(WIDTH / 2, HEIGHT).data());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-sd15", "tiny-turbo", "tiny-sdxl", "tiny-sd3"})
    void everyFamilySupportsOtherSizes(String model) throws InterruptedException {
        FakeContext context = new FakeContext();
        String scheduler = engine.model(model).info().schedulers().getFirst();
        GenerateImage job =
                new GenerateImage(new Sampling("a", null, null, 1, WIDTH, HEIGHT, 2, 2, scheduler, 5, "png"));
        new GenerateImagePipeline(engine, media).run(model, job, context);
        Pixels image = Shipped.pixels(context.stored.getFirst().bytes());
        assertThat(List.of(image.width(), image.height())).containsExactly(WIDTH, HEIGHT);
    }

    @Test
    void anUnsupportedSizeIsReported() {
        GenerateImage job = new GenerateImage(new Sampling("a", null, null, 1, 100, HEIGHT, 2, 2, "ddim", 5, "png"));
        assertThatThrownBy(() -> made(job, new FakeContext()))
                .isInstanceOfSatisfying(
                        PipelineException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.MODEL_UNAVAILABLE))
                .hasMessageContaining("100x" + HEIGHT);
    }

    /** A wide image is compared as a whole, not only the square in its middle. */
    @Test
    void theHeatMapHasTheProportionsOfTheImage() throws InterruptedException {
        FakeContext context = new FakeContext();
        made(new DetectAnomalies(context.put(png(180, 60)), null, 0.5, 1, 2, 1, "ddim", 5), context);
        FinishedMedia map = context.stored.getFirst();
        assertThat((double) map.width() / map.height()).isBetween(2.8, 3.2);
        assertThat(map.width()).isGreaterThan(64);
    }
}
