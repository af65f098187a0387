package io.darkroom.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.fleet.ModelInfo.Size;
import io.darkroom.contracts.fleet.ModelInfo.SizeRange;
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
 * Every kind of job of a model that makes many sizes, at one that is not square and not its own: a tiny Stable Diffusion 1.5,
 * whose own pictures are 64x64.
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
                        new InpaintImagePipeline(engine, media, Resampling.NONE),
                        new OutpaintImagePipeline(engine, media, Resampling.NONE),
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

    /** Makes the input of one kind, with the media that it needs. */
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

    /** White from the middle on. */
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
        PipelineResult developed =
                Objects.requireNonNull(pipelines.get(job.kind())).develop(MODEL, job, context);
        context.receipt = developed.receipt();
        assertThat(context.refused).isEmpty();
        return context;
    }

    /** Those of which the job names the size. */
    static List<Ask> sized() {
        return kinds().stream()
                .filter(ask -> !ask.name().equals("detect anomalies"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("sized")
    void makesTheSizeThatWasAskedFor(Ask ask) throws InterruptedException {
        FakeContext context = new FakeContext();
        made(ask.job().apply(context), context);
        assertThat(context.stored).isNotEmpty().allSatisfy(output -> {
            assertThat(output.width()).as(output.name()).isEqualTo(WIDTH);
            assertThat(output.height()).as(output.name()).isEqualTo(HEIGHT);
            if (output.contentType().startsWith("image/")) {
                Pixels picture = Shipped.pixels(output.bytes());
                assertThat(List.of(picture.width(), picture.height())).containsExactly(WIDTH, HEIGHT);
            }
        });
    }

    /** What it says at first is what it comes to, whatever the method takes and however far a picture is noised. */
    @ParameterizedTest
    @MethodSource("kinds")
    void tellsFromTheFirstReportOnHowManyStepsThereAre(Ask ask) throws InterruptedException {
        FakeContext context = new FakeContext();
        made(ask.job().apply(context), context);
        assertThat(context.totals).containsOnly(context.steps.getLast());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isMadeAgainFromItsReceipt(Ask ask) throws InterruptedException {
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
    void oneStepMoreOfPndmIsCounted() throws InterruptedException {
        FakeContext context = new FakeContext();
        made(new GenerateImage(new Sampling("a", null, null, 2, 64, 64, 3, 1, "pndm", 5, "png")), context);
        assertThat(context.totals).containsOnly(2 * (3 + 1));
    }

    @Test
    void whatIsKeptIsKeptByteByByteAtItsPlace() throws InterruptedException {
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
    void everyFamilyMakesOtherSizes(String model) throws InterruptedException {
        FakeContext context = new FakeContext();
        String scheduler = engine.model(model).info().schedulers().getFirst();
        GenerateImage job =
                new GenerateImage(new Sampling("a", null, null, 1, WIDTH, HEIGHT, 2, 2, scheduler, 5, "png"));
        new GenerateImagePipeline(engine, media).develop(model, job, context);
        Pixels picture = Shipped.pixels(context.stored.getFirst().bytes());
        assertThat(List.of(picture.width(), picture.height())).containsExactly(WIDTH, HEIGHT);
    }

    @Test
    void anotherSizeThanTheModelMakesIsSaid() {
        GenerateImage job = new GenerateImage(new Sampling("a", null, null, 1, 100, HEIGHT, 2, 2, "ddim", 5, "png"));
        assertThatThrownBy(() -> made(job, new FakeContext()))
                .isInstanceOfSatisfying(
                        PipelineException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.MODEL_UNAVAILABLE))
                .hasMessageContaining("100x" + HEIGHT);
    }

    /** All of a wide picture is looked at, not the square in its middle. */
    @Test
    void theHeatMapHasTheShapeOfThePicture() throws InterruptedException {
        FakeContext context = new FakeContext();
        made(new DetectAnomalies(context.put(png(180, 60)), null, 0.5, 1, 2, 1, "ddim", 5), context);
        FinishedMedia map = context.stored.getFirst();
        assertThat((double) map.width() / map.height()).isBetween(2.8, 3.2);
        assertThat(map.width()).isGreaterThan(64);
    }

    @Test
    void picksTheSizeThatIsLikestAmongThoseThatTheModelMakes() {
        SizeRange range = new SizeRange(16, 32, 128);
        Size usual = new Size(64, 64);
        assertThat(BestMatch.to(500, 500, usual, range)).isEqualTo(usual);
        assertThat(BestMatch.to(300, 200, usual, range)).isEqualTo(new Size(80, 48));
        assertThat(BestMatch.to(10_000, 100, usual, range)).isEqualTo(new Size(128, 32));
        assertThat(BestMatch.to(1, 1000, usual, range)).isEqualTo(new Size(32, 128));
    }
}
