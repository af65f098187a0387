package io.darkroom.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.job.GenerateImage;
import io.darkroom.contracts.job.GenerateVideo;
import io.darkroom.contracts.job.InterpolateImages;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.PredictVideo;
import io.darkroom.contracts.job.Sampling;
import io.darkroom.contracts.job.SynthesizeDataset;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.codec.Drawings;
import io.darkroom.worker.codec.FFmpegMp4;
import io.darkroom.worker.codec.MediaException;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.pipeline.dataset.SynthesizeDatasetPipeline;
import io.darkroom.worker.pipeline.still.GenerateImagePipeline;
import io.darkroom.worker.pipeline.still.InterpolateImagesPipeline;
import io.darkroom.worker.pipeline.video.GenerateVideoPipeline;
import io.darkroom.worker.pipeline.video.PredictVideoPipeline;
import io.darkroom.worker.residency.Engine;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An item that fails does not fail the others, with models that give NaN for some seeds. */
@Timeout(120)
class BrittleTest {
    private static final int ITEMS = 16;
    /** From this seed on, some start above the denoiser's limit, and some end above the upscaler's. */
    private static final long FIRST = 21;

    private static final byte[] CLIP = FFmpegMp4.encode(Drawings.counting(8, 64, 64), 8);

    private static Engine engine;
    private static MediaThreads media;

    @BeforeAll
    static void start() {
        engine = Engines.of("/brittle");
        media = new MediaThreads();
    }

    @AfterAll
    static void stop() {
        engine.close();
        media.close();
    }

    private static GenerateImage generate(int n, long seed) {
        return new GenerateImage(new Sampling("a", null, null, n, 64, 64, 4, 1, "ddim", seed, "png"));
    }

    private static FakeContext run(Pipeline pipeline, String model, JobInput job, FakeContext context)
            throws InterruptedException {
        pipeline.run(model, job, context);
        return context;
    }

    private static FakeContext draw(GenerateImage job) throws InterruptedException {
        return run(new GenerateImagePipeline(engine, media), "tiny-brittle", job, new FakeContext());
    }

    private static Set<Integer> items(FakeContext context) {
        return context.stored.stream().map(FinishedMedia::item).collect(Collectors.toSet());
    }

    /** Every item has either a result or a failure. */
    private static void assertEachHasAnEnd(FakeContext context, int items) {
        Set<Integer> all = new HashSet<>(context.refused.keySet());
        assertThat(all).isNotEmpty().doesNotContainAnyElementsOf(items(context));
        all.addAll(items(context));
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, items).boxed().toList());
        assertThat(context.stored).isNotEmpty();
        assertThat(context.refused.values()).allSatisfy(why -> {
            assertThat(why.code()).isEqualTo(FailureCode.MODEL_BROKEN);
            assertThat(why.message()).contains("not finite");
        });
    }

    @Test
    void samplesAndDecodedImagesThatAreNotFiniteFailAlone() throws InterruptedException {
        FakeContext grid = draw(generate(ITEMS, FIRST));
        assertEachHasAnEnd(grid, ITEMS);
        // Both kinds of failure occur.
        assertThat(grid.refused.values())
                .anySatisfy(why -> assertThat(why.message()).contains("the model returned"));
        assertThat(grid.refused.values())
                .anySatisfy(why -> assertThat(why.message()).contains("the upscaler returned"));
        for (FinishedMedia made : grid.stored) {
            byte[] alone =
                    draw(generate(1, FIRST + made.item())).stored.getFirst().bytes();
            assertThat(made.bytes()).as("item " + made.item()).isEqualTo(alone);
        }
        for (int item : grid.refused.keySet()) {
            assertThat(draw(generate(1, FIRST + item)).refused).containsOnlyKeys(0);
        }
    }

    /** A walk is one item, so it fails as one. */
    @Test
    void aWalkWithABrokenFrameFails() throws InterruptedException {
        int bad = draw(generate(ITEMS, FIRST)).refused.keySet().iterator().next();
        FakeContext walk = run(
                new InterpolateImagesPipeline(engine, media),
                "tiny-brittle",
                new InterpolateImages("a", null, null, 64, 64, 99, 2, 10, true, 4, 1, "ddim", FIRST + bad, "webp"),
                new FakeContext());
        assertThat(walk.stored).isEmpty();
        assertThat(walk.refused).containsOnlyKeys(0);
    }

    @Test
    void aBrokenFutureFailsAlone() throws InterruptedException {
        FakeContext context = new FakeContext();
        PredictVideo job =
                new PredictVideo(context.put(CLIP), null, 6, ITEMS, 3, 1, "ddim", FIRST, 8, "webp", false, false);
        run(new PredictVideoPipeline(engine, media), "tiny-brittle-frames", job, context);
        assertEachHasAnEnd(context, ITEMS);
    }

    @Test
    void aVideoWithABrokenFirstFrameOrFutureFailsAlone() throws InterruptedException {
        GenerateVideo job = new GenerateVideo(
                "a", null, null, "tiny-brittle", 4, 1, "ddim", 5, ITEMS, 3, 1, "ddim", FIRST, 8, "webp", false);
        FakeContext context =
                run(new GenerateVideoPipeline(engine, media), "tiny-brittle-frames", job, new FakeContext());
        assertEachHasAnEnd(context, ITEMS);
        assertThat(context.refused.keySet())
                .as("those whose first frame is none")
                .containsAll(draw(generate(ITEMS, FIRST)).refused.keySet());
    }

    @Test
    void aBrokenImageOfADatasetFailsAlone() throws InterruptedException {
        SynthesizeDataset job = new SynthesizeDataset(
                List.of(new SynthesizeDataset.LabeledClass("thing", "a")),
                40,
                List.of(),
                "webdataset",
                false,
                false,
                40,
                64,
                64,
                4,
                1,
                "ddim",
                FIRST);
        FakeContext context = run(new SynthesizeDatasetPipeline(engine, media), "tiny-brittle", job, new FakeContext());
        assertThat(context.refused).isNotEmpty();
        assertThat(context.stored.getFirst().frames()).isEqualTo(40 - context.refused.size());
        assertThat(context.refused.keySet())
                .containsAll(draw(generate(ITEMS, FIRST)).refused.keySet());
    }

    @Test
    void anImageThatCannotBeStoredFailsAlone() throws InterruptedException {
        int good = draw(generate(ITEMS, FIRST)).stored.getFirst().item();
        for (RuntimeException why : List.of(
                new MediaException("too wide for this format"),
                new PipelineException(FailureCode.INVALID_INPUT, "too wide for this format"))) {
            FakeContext context = new FakeContext().failStoring("0.png", why);
            run(
                    new GenerateImagePipeline(engine, media),
                    "tiny-brittle",
                    new GenerateImage(new Sampling("a", null, null, ITEMS, 64, 64, 4, 1, "ddim", FIRST + good, "png")),
                    context);
            assertThat(context.refused.get(0).code()).isEqualTo(FailureCode.INVALID_INPUT);
            assertThat(items(context)).isNotEmpty().doesNotContain(0);
        }
    }

    /** A failure that may be temporary is not blamed on an item: the whole job is retried. */
    @Test
    void anUnavailableStoreFailsTheAttempt() throws InterruptedException {
        int good = draw(generate(ITEMS, FIRST)).stored.getFirst().item();
        FakeContext context = new FakeContext()
                .failStoring("0.png", new PipelineException(FailureCode.MODEL_UNAVAILABLE, "it will be back"));
        assertThatThrownBy(() -> run(
                        new GenerateImagePipeline(engine, media), "tiny-brittle", generate(2, FIRST + good), context))
                .isInstanceOf(PipelineException.class)
                .hasMessage("it will be back");
        assertThat(context.refused).isEmpty();
    }
}
