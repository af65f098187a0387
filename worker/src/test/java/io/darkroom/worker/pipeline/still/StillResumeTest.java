package io.darkroom.worker.pipeline.still;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.job.GenerateImage;
import io.darkroom.contracts.job.InterpolateImages;
import io.darkroom.contracts.job.JobInput;
import io.darkroom.contracts.job.Sampling;
import io.darkroom.worker.codec.MediaThreads;
import io.darkroom.worker.pipeline.Engines;
import io.darkroom.worker.pipeline.FakeContext;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.JobStopped;
import io.darkroom.worker.residency.Engine;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stills that are stopped at any step and resumed by another engine are equal bit for bit, and no work is repeated. */
@Timeout(240)
class StillResumeTest {
    private static final int ITEMS = 3;

    private static Engine first;
    private static Engine second;
    private static Engine walker;
    private static MediaThreads media;

    @BeforeAll
    static void start() {
        first = Engines.tiny();
        second = Engines.tiny();
        walker = Engines.of("/diffusers");
        media = new MediaThreads();
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        walker.close();
        media.close();
    }

    private static GenerateImage grid(String scheduler) {
        return new GenerateImage(new Sampling("a red apple", null, "odd", ITEMS, 64, 64, 4, 3, scheduler, 7, "png"));
    }

    private static Map<String, String> bytes(FakeContext context) {
        return context.stored.stream()
                .collect(Collectors.toMap(
                        FinishedMedia::name, it -> HexFormat.of().formatHex(it.bytes()), (a, b) -> b, TreeMap::new));
    }

    private static FakeContext run(Engine engine, JobInput job, FakeContext context) throws InterruptedException {
        if (job instanceof GenerateImage) {
            new GenerateImagePipeline(engine, media).run("tiny-sticker", job, context);
        } else {
            new InterpolateImagesPipeline(walker, media).run("tiny-sd15", job, context);
        }
        return context;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddim", "euler_ancestral", "dpmpp_2m", "unipc", "pndm"})
    void resumesFromEveryStep(String scheduler) throws InterruptedException {
        resumesFromEveryStep(grid(scheduler));
    }

    @Test
    void aWalkResumesFromEveryStep() throws InterruptedException {
        resumesFromEveryStep(new InterpolateImages("a", null, null, 64, 64, 9, 3, 10, true, 2, 2, "ddim", 1, "webp"));
    }

    private static void resumesFromEveryStep(JobInput job) throws InterruptedException {
        FakeContext whole = run(first, job, new FakeContext());
        for (int stop = 1; stop <= whole.total; stop++) {
            FakeContext stopped = new FakeContext().previews(whole.total).stopAt(stop);
            assertThatThrownBy(() -> run(first, job, stopped)).isInstanceOf(JobStopped.class);
            FakeContext successor = run(second, job, new FakeContext().left(stopped.saved.getLast(), stopped.stored));
            assertThat(bytes(successor)).as("stopped at " + stop).isEqualTo(bytes(whole));
            assertThat(successor.steps.stream().filter(it -> it > 0).findFirst().orElseThrow())
                    .as("what was done is not done again")
                    .isGreaterThanOrEqualTo(stop);
            assertThat(successor.total).isEqualTo(whole.total);
        }
    }

    /** One of three images is stored: it is neither denoised nor decoded nor stored again. */
    @Test
    void storedItemsAreNotGeneratedAgain() throws InterruptedException {
        FakeContext whole = run(first, grid("ddim"), new FakeContext());
        FakeContext stopped = new FakeContext().stopAfterStoring(1);
        assertThatThrownBy(() -> run(first, grid("ddim"), stopped)).isInstanceOf(JobStopped.class);
        FakeContext successor = run(second, grid("ddim"), new FakeContext().left(stopped.saved.getLast(), List.of()));
        assertThat(successor.stored).extracting(FinishedMedia::name).containsExactly("1.png", "2.png");
        assertThat(successor.stored)
                .extracting(FinishedMedia::bytes)
                .containsExactly(
                        whole.stored.get(1).bytes(), whole.stored.get(2).bytes());
        assertThat(successor.steps)
                .as("all samples are done")
                .doesNotContain(1, 2, 3)
                .contains(whole.total);
    }

    @Test
    void startsOverWithAPayloadThatItCannotRead() throws InterruptedException {
        FakeContext whole = run(first, grid("ddim"), new FakeContext());
        FakeContext stopped = new FakeContext().stopAt(7);
        assertThatThrownBy(() -> run(first, grid("ddim"), stopped)).isInstanceOf(JobStopped.class);
        byte[] payload = stopped.saved.getLast();
        byte[] newer = payload.clone();
        newer[3]++;
        for (byte[] bad : List.of(
                newer,
                Arrays.copyOf(payload, payload.length + 1),
                Arrays.copyOf(payload, payload.length / 2),
                new byte[0])) {
            FakeContext successor = run(second, grid("ddim"), new FakeContext().left(bad, List.of()));
            assertThat(bytes(successor)).isEqualTo(bytes(whole));
        }
    }
}
