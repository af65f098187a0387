package io.darkroom.worker.pipeline.still;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.GenerateImage;
import io.darkroom.contracts.job.Sampling;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.codec.Drawings;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.pipeline.Engines;
import io.darkroom.worker.pipeline.FakeContext;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.JobStopped;
import io.darkroom.worker.pipeline.PipelineException;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.residency.Engine;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GenerateImagePipelineTest {
    private static Engine engine;
    private static MediaThreads media;
    private static GenerateImagePipeline pipeline;

    @BeforeAll
    static void start() {
        engine = Engines.tiny();
        media = new MediaThreads();
        pipeline = new GenerateImagePipeline(engine, media);
    }

    @AfterAll
    static void stop() {
        engine.close();
        media.close();
    }

    private static GenerateImage job(int n, int steps, double guidance, long seed, String format) {
        return new GenerateImage(
                new Sampling("a red apple", null, "odd", n, 64, 64, steps, guidance, "ddim", seed, format));
    }

    private static List<FinishedMedia> run(GenerateImage job) throws InterruptedException {
        FakeContext context = new FakeContext();
        pipeline.run("tiny-sticker", job, context);
        return context.stored;
    }

    @Test
    void generatesAnImageForEachItem() throws InterruptedException, IOException {
        FakeContext context = new FakeContext().previews(2);
        PipelineResult result = pipeline.run("tiny-sticker", job(3, 6, 3, 42, "png"), context);

        assertThat(context.stored).extracting(FinishedMedia::name).containsExactly("0.png", "1.png", "2.png");
        assertThat(context.stored).extracting(FinishedMedia::seed).containsExactly(42L, 43L, 44L);
        for (FinishedMedia media : context.stored) {
            assertThat(media.contentType()).isEqualTo("image/png");
            assertThat(media.role()).isEqualTo("image");
            BufferedImage image = Drawings.read(media.bytes());
            assertThat(image.getWidth()).isEqualTo(64);
            assertThat(image.getColorModel().hasAlpha()).isTrue();
        }
        assertThat(context.total).isEqualTo(18);
        assertThat(context.steps).startsWith(0).contains(18).isSorted();
        assertThat(result.steps()).isEqualTo(18);
        assertThat(result.receipt().seed()).isEqualTo(42);
        assertThat(result.receipt().invariance()).isEqualTo("exact");
    }

    @Test
    void showsEvenlySpacedPreviews() throws InterruptedException, IOException {
        FakeContext context = new FakeContext().previews(2);
        pipeline.run("tiny-sticker", job(2, 6, 3, 42, "png"), context);
        assertThat(context.shown).extracting(FakeContext.Preview::step).containsExactlyInAnyOrder(2, 2, 4, 4);
        assertThat(context.shown).extracting(FakeContext.Preview::item).containsExactlyInAnyOrder(0, 1, 0, 1);
        for (FakeContext.Preview preview : context.shown) {
            assertThat(Drawings.read(preview.image()).getWidth()).isEqualTo(16);
            assertThat(preview.image()).hasSizeLessThan(JobEvent.Previewed.MAX_BYTES);
        }
    }

    @Test
    void sameSeedSameBytesHoweverBusyTheWorkerIs() throws Exception {
        byte[] alone = run(job(1, 9, 3, 7, "png")).getFirst().bytes();
        assertThat(run(job(1, 9, 3, 7, "png")).getFirst().bytes()).isEqualTo(alone);
        assertThat(run(job(1, 9, 3, 8, "png")).getFirst().bytes()).isNotEqualTo(alone);
        // item 3 of a grid that starts at seed 4 is seed 7
        assertThat(run(job(4, 9, 3, 4, "png")).getLast().bytes()).isEqualTo(alone);
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int other = i;
                Callable<byte[]> run = () -> other == 3
                        ? run(job(1, 9, 3, 7, "png")).getFirst().bytes()
                        : run(job(1 + other % 3, 5 + other, 1 + other % 2, 100 + other, "png"))
                                .getFirst()
                                .bytes();
                all.add(crowd.submit(run));
            }
            assertThat(get(all.get(3))).isEqualTo(alone);
        }
    }

    private static byte[] get(Future<byte[]> future) throws InterruptedException, ExecutionException {
        return future.get();
    }

    @Test
    void everyParameterHasAnEffect() throws InterruptedException {
        GenerateImage base = job(1, 6, 3, 7, "png");
        List<GenerateImage> others = List.of(
                base,
                new GenerateImage(new Sampling("a blue car", null, "odd", 1, 64, 64, 6, 3, "ddim", 7, "png")),
                new GenerateImage(new Sampling("a red apple", "green", "odd", 1, 64, 64, 6, 3, "ddim", 7, "png")),
                new GenerateImage(new Sampling("a red apple", null, null, 1, 64, 64, 6, 3, "ddim", 7, "png")),
                new GenerateImage(new Sampling("a red apple", null, "odd", 1, 64, 64, 7, 3, "ddim", 7, "png")),
                new GenerateImage(new Sampling("a red apple", null, "odd", 1, 64, 64, 6, 4, "ddim", 7, "png")),
                new GenerateImage(new Sampling("a red apple", null, "odd", 1, 64, 64, 6, 1, "ddim", 7, "png")),
                new GenerateImage(new Sampling("a red apple", null, "odd", 1, 64, 64, 6, 3, "dpmpp_2m", 7, "png")));
        List<String> images = new ArrayList<>();
        for (GenerateImage other : others) {
            images.add(HexFormat.of().formatHex(run(other).getFirst().bytes()));
        }
        assertThat(images).doesNotHaveDuplicates();
    }

    @Test
    void writesWebpWithTheSamePixels() throws InterruptedException, IOException {
        FinishedMedia webp = run(job(1, 6, 3, 42, "webp")).getFirst();
        assertThat(webp.name()).isEqualTo("0.webp");
        assertThat(webp.contentType()).isEqualTo("image/webp");
        BufferedImage lossless = Drawings.read(webp.bytes());
        BufferedImage png =
                Drawings.read(run(job(1, 6, 3, 42, "png")).getFirst().bytes());
        for (int i = 0; i < 64 * 64; i++) {
            int alpha = png.getRGB(i % 64, i / 64) >>> 24;
            if (alpha != 0) {
                assertThat(lossless.getRGB(i % 64, i / 64)).isEqualTo(png.getRGB(i % 64, i / 64));
            }
        }
    }

    @Test
    void stopsWithinAStep() {
        FakeContext context = new FakeContext().stopAt(5);
        assertThatThrownBy(() -> pipeline.run("tiny-sticker", job(4, 50, 3, 42, "png"), context))
                .isInstanceOfSatisfying(
                        JobStopped.class, stopped -> assertThat(stopped.step()).isBetween(5, 199));
        assertThat(context.stored).isEmpty();
        assertThat(context.steps)
                .isSorted()
                .last()
                .satisfies(step -> assertThat(step).isBetween(5, 199));
    }

    @Test
    void canBeInterrupted() throws InterruptedException {
        List<Throwable> caught = new ArrayList<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                Thread.currentThread().interrupt();
                pipeline.run("tiny-sticker", job(4, 100, 3, 42, "png"), new FakeContext());
            } catch (InterruptedException e) {
                caught.add(e);
            }
        });
        thread.join();
        assertThat(caught).hasSize(1);
    }

    @Test
    void explainsWhatItCannotDo() {
        GenerateImage large = new GenerateImage(new Sampling("x", null, null, 1, 512, 512, 6, 3, "ddim", 7, "png"));
        assertCode(FailureCode.MODEL_UNAVAILABLE, "tiny-sticker", large, "512x512");
        GenerateImage flow = new GenerateImage(new Sampling("x", null, null, 1, 64, 64, 6, 3, "flow_euler", 7, "png"));
        assertCode(FailureCode.MODEL_UNAVAILABLE, "tiny-sticker", flow, "flow_euler");
        assertCode(FailureCode.MODEL_UNAVAILABLE, "tiny-frames", job(1, 6, 3, 7, "png"), "image.generate");
        assertCode(FailureCode.MODEL_UNAVAILABLE, "gone", job(1, 6, 3, 7, "png"), "gone");
    }

    private static void assertCode(FailureCode code, String model, GenerateImage job, String reason) {
        assertThatThrownBy(() -> pipeline.run(model, job, new FakeContext()))
                .isInstanceOfSatisfying(PipelineException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e).hasMessageContaining(reason);
                });
    }
}
