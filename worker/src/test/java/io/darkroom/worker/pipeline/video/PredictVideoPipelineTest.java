package io.darkroom.worker.pipeline.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.job.PredictVideo;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.codec.ClipReader;
import io.darkroom.worker.codec.Drawings;
import io.darkroom.worker.codec.FFmpegMp4;
import io.darkroom.worker.codec.FFmpegWebp;
import io.darkroom.worker.codec.ImageIoGif;
import io.darkroom.worker.codec.MediaBudget;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.pipeline.Engines;
import io.darkroom.worker.pipeline.FakeContext;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.JobStopped;
import io.darkroom.worker.pipeline.PipelineException;
import io.darkroom.worker.pipeline.PipelineResult;
import io.darkroom.worker.raster.Pixels;
import io.darkroom.worker.residency.Engine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PredictVideoPipelineTest {
    private static final List<Pixels> CLIP = Drawings.counting(10, 96, 64);
    private static final ClipReader READER = new ClipReader(MediaBudget.DEFAULT);

    private static Engine engine;
    private static MediaThreads media;
    private static PredictVideoPipeline pipeline;

    private final FakeContext context = new FakeContext();

    @BeforeAll
    static void start() {
        engine = Engines.tiny();
        media = new MediaThreads();
        pipeline = new PredictVideoPipeline(engine, media);
    }

    @AfterAll
    static void stop() {
        engine.close();
        media.close();
    }

    private static PredictVideo job(
            MediaRef clip, int frames, int n, long seed, String format, boolean includeContext, boolean stills) {
        return new PredictVideo(clip, null, frames, n, 5, 1, "ddim", seed, 8, format, includeContext, stills);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "webp", "gif"})
    void predictsFuturesInEveryFormat(String format) throws InterruptedException {
        MediaRef clip = context.put(FFmpegMp4.encode(CLIP, 8));
        PipelineResult result = pipeline.run("tiny-frames", job(clip, 6, 2, 9, format, false, false), context);
        assertThat(context.stored).extracting(FinishedMedia::name).containsExactly("0." + format, "1." + format);
        assertThat(context.stored).extracting(FinishedMedia::seed).containsExactly(9L, 10L);
        for (FinishedMedia future : context.stored) {
            assertThat(future.role()).isEqualTo("video");
            assertThat(future.frames()).isEqualTo(6);
            assertThat(future.width()).isEqualTo(64);
            assertThat(READER.last(future.bytes(), 6, 8, 64, 64)).hasSize(6).doesNotHaveDuplicates();
        }
        // two futures of two blocks of five steps
        assertThat(context.total).isEqualTo(20);
        assertThat(result.steps()).isEqualTo(20);
    }

    @Test
    void includesTheContextAndStoresFramesIfRequested() throws InterruptedException {
        MediaRef clip = context.put(ImageIoGif.encode(CLIP, 8));
        pipeline.run("tiny-frames", job(clip, 5, 1, 9, "mp4", true, true), context);
        assertThat(context.stored)
                .extracting(FinishedMedia::name)
                .containsExactly("0.mp4", "0-0.png", "0-1.png", "0-2.png", "0-3.png", "0-4.png");
        assertThat(context.stored.getFirst().frames()).isEqualTo(9);
        assertThat(context.stored.getLast().frame()).isEqualTo(4);
        List<Pixels> frames = READER.last(context.stored.getFirst().bytes(), 9, 8, 64, 64);
        assertThat(frames.subList(0, 4)).extracting(Drawings::number).containsExactly(6, 7, 8, 9);
    }

    @Test
    void aLongerFutureStartsLikeAShorterOne() throws InterruptedException {
        MediaRef clip = context.put(FFmpegWebp.encode(CLIP, 8));
        pipeline.run("tiny-frames", job(clip, 3, 1, 9, "mp4", false, true), context);
        List<byte[]> few = stills(context);
        FakeContext other = new FakeContext();
        pipeline.run("tiny-frames", job(other.put(FFmpegWebp.encode(CLIP, 8)), 11, 2, 9, "mp4", false, true), other);
        List<byte[]> many = stills(other);
        assertThat(few).hasSize(3);
        assertThat(many).hasSize(22);
        for (int i = 0; i < 3; i++) {
            assertThat(many.get(i)).isEqualTo(few.get(i));
        }
        assertThat(many.get(11)).isNotEqualTo(many.getFirst());
    }

    private static List<byte[]> stills(FakeContext context) {
        return context.stored.stream()
                .filter(media -> media.role().equals("frame"))
                .map(FinishedMedia::bytes)
                .toList();
    }

    @Test
    void dependsOnTheClip() throws InterruptedException {
        pipeline.run("tiny-frames", job(context.put(FFmpegMp4.encode(CLIP, 8)), 4, 1, 9, "gif", false, false), context);
        pipeline.run(
                "tiny-frames",
                job(context.put(FFmpegMp4.encode(CLIP.reversed(), 8)), 4, 1, 9, "gif", false, false),
                context);
        assertThat(context.stored.get(0).bytes())
                .isNotEqualTo(context.stored.get(1).bytes());
    }

    @Test
    void previewsTheLastFrame() throws InterruptedException {
        FakeContext three = new FakeContext().previews(3);
        pipeline.run("tiny-frames", job(three.put(FFmpegMp4.encode(CLIP, 8)), 8, 1, 9, "gif", false, false), three);
        assertThat(three.shown).extracting(FakeContext.Preview::step).containsExactly(3, 5, 8);
    }

    @Test
    void stopsBetweenBlocksToo() {
        FakeContext stopping = new FakeContext().stopAt(6);
        MediaRef clip = stopping.put(FFmpegMp4.encode(CLIP, 8));
        assertThatThrownBy(() -> pipeline.run("tiny-frames", job(clip, 16, 1, 9, "gif", false, false), stopping))
                .isInstanceOf(JobStopped.class);
        assertThat(stopping.stored).isEmpty();
    }

    @Test
    void measuresTheSimilarityToTheTruth() throws InterruptedException {
        MediaRef clip = context.put(ImageIoGif.encode(CLIP.subList(0, 6), 8));
        MediaRef truth = context.put(ImageIoGif.encode(CLIP.subList(6, 10), 8));
        pipeline.run(
                "tiny-frames", new PredictVideo(clip, truth, 6, 2, 5, 1, "ddim", 9, 8, "gif", false, false), context);
        assertThat(context.stored).hasSize(2).allSatisfy(video -> {
            Map<String, Double> measures = Objects.requireNonNull(video.measures());
            assertThat(measures.get("psnr")).isBetween(2.0, 50.0);
            assertThat(measures.get("ssim")).isBetween(-1.0, 0.99);
            assertThat(measures.get("frames_compared")).isEqualTo(4);
        });
    }

    @Test
    void refusesOtherFilesThanClips() {
        byte[] whole = FFmpegMp4.encode(CLIP, 8);
        for (byte[] bad : List.of(new byte[0], "<html>".getBytes(), Arrays.copyOf(whole, whole.length / 2))) {
            MediaRef clip = context.put(bad);
            assertThatThrownBy(() -> pipeline.run("tiny-frames", job(clip, 4, 1, 9, "mp4", false, false), context))
                    .isInstanceOfSatisfying(
                            PipelineException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.INVALID_INPUT));
        }
        MediaRef clip = context.put(whole);
        assertThatThrownBy(() -> pipeline.run("tiny-sticker", job(clip, 4, 1, 9, "mp4", false, false), context))
                .isInstanceOfSatisfying(
                        PipelineException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.MODEL_UNAVAILABLE));
    }
}
