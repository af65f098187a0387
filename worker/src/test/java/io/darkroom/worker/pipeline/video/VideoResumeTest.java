package io.darkroom.worker.pipeline.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.job.GenerateVideo;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.PredictVideo;
import io.darkroom.worker.codec.Drawings;
import io.darkroom.worker.codec.FFmpegMp4;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.pipeline.Engines;
import io.darkroom.worker.pipeline.FakeContext;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.JobStopped;
import io.darkroom.worker.pipeline.Pipeline;
import io.darkroom.worker.residency.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A video that is stopped after any denoising step and resumed by another engine is equal bit for bit. */
@Timeout(240)
class VideoResumeTest {
    private static final byte[] CLIP = FFmpegMp4.encode(Drawings.counting(8, 64, 64), 8);

    private static Engine first;
    private static Engine second;
    private static MediaThreads media;

    @BeforeAll
    static void start() {
        first = Engines.tiny();
        second = Engines.tiny();
        media = new MediaThreads();
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        media.close();
    }

    private static PredictVideo predict(FakeContext context, String scheduler) {
        return new PredictVideo(context.put(CLIP), null, 7, 2, 3, 1, scheduler, 9, 8, "gif", false, true);
    }

    private static GenerateVideo generate(FakeContext context, String scheduler) {
        return new GenerateVideo(
                "a red apple", null, null, "tiny-sticker", 3, 2, "ddim", 6, 2, 2, 1, scheduler, 9, 8, "gif", true);
    }

    private static Map<String, String> bytes(FakeContext context) {
        return context.stored.stream()
                .collect(Collectors.toMap(
                        FinishedMedia::name, it -> HexFormat.of().formatHex(it.bytes()), (a, b) -> b, TreeMap::new));
    }

    static List<String> schedulers() {
        return first.model("tiny-frames").info().schedulers();
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void predictResumesFromEveryStep(String scheduler) throws InterruptedException {
        // 2 futures of 2 blocks of 3 steps
        resumesFromEveryStep(
                4 * first.model("tiny-frames").scheduler(scheduler, 3).steps(),
                new PredictVideoPipeline(first, media),
                new PredictVideoPipeline(second, media),
                context -> predict(context, scheduler));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddim", "pndm"})
    void generateResumesFromEveryStep(String scheduler) throws InterruptedException {
        // 2 first frames of 3 steps, 2 futures of 2 blocks of 2 steps
        resumesFromEveryStep(
                6 + 4 * first.model("tiny-frames").scheduler(scheduler, 2).steps(),
                new GenerateVideoPipeline(first, media),
                new GenerateVideoPipeline(second, media),
                context -> generate(context, scheduler));
    }

    private static void resumesFromEveryStep(
            int steps, Pipeline pipeline, Pipeline other, Function<FakeContext, JobInput> job)
            throws InterruptedException {
        FakeContext whole = new FakeContext();
        pipeline.run("tiny-frames", job.apply(whole), whole);
        assertThat(whole.total).isEqualTo(steps);
        List<Integer> stops = new ArrayList<>();
        for (int stop : IntStream.rangeClosed(1, steps).toArray()) {
            // As many previews as steps, so that every step has one.
            FakeContext stopped = new FakeContext().previews(steps).stopAt(stop);
            assertThatThrownBy(() -> pipeline.run("tiny-frames", job.apply(stopped), stopped))
                    .isInstanceOf(JobStopped.class);
            stops.add(stopped.steps.getLast());
            FakeContext successor = new FakeContext().left(stopped.saved.getLast(), stopped.stored);
            other.run("tiny-frames", job.apply(successor), successor);
            assertThat(bytes(successor)).as("stopped at " + stop).isEqualTo(bytes(whole));
            assertThat(successor.steps.stream().filter(it -> it > 0).findFirst().orElseThrow())
                    .as("what was done is not done again")
                    .isGreaterThanOrEqualTo(stop);
        }
        assertThat(stops).contains(1, steps).hasSizeGreaterThan(steps / 2);
    }

    @Test
    void startsOverWithAPayloadThatItCannotRead() throws InterruptedException {
        FakeContext whole = new FakeContext();
        PredictVideoPipeline pipeline = new PredictVideoPipeline(first, media);
        pipeline.run("tiny-frames", predict(whole, "ddim"), whole);
        FakeContext stopped = new FakeContext().stopAt(7);
        assertThatThrownBy(() -> pipeline.run("tiny-frames", predict(stopped, "ddim"), stopped))
                .isInstanceOf(JobStopped.class);
        byte[] payload = stopped.saved.getLast();
        byte[] newer = payload.clone();
        newer[3]++;
        byte[] longer = Arrays.copyOf(payload, payload.length + 1);
        byte[] shorter = Arrays.copyOf(payload, payload.length / 2);
        for (byte[] bad : List.of(newer, longer, shorter, new byte[0])) {
            FakeContext successor = new FakeContext().left(bad, List.of());
            pipeline.run("tiny-frames", predict(successor, "ddim"), successor);
            assertThat(bytes(successor)).isEqualTo(bytes(whole));
        }
    }
}
