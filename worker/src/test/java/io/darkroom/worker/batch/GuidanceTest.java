package io.darkroom.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.worker.scheduler.NoiseSchedule;
import io.darkroom.worker.scheduler.Scheduler;
import io.darkroom.worker.scheduler.SchedulerFixtures;
import io.darkroom.worker.scheduler.Schedulers;
import io.darkroom.worker.scheduler.StepNoise;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples with several rows: regional prompts, guidance, callbacks. */
@Timeout(20)
class GuidanceTest {
    private static final NoiseSchedule SCHEDULE =
            new NoiseSchedule(SchedulerFixtures.cosine("v_prediction", "trailing"));

    private final DeviceThread device = new DeviceThread(System::nanoTime);

    @AfterEach
    void stop() {
        device.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8})
    void aSampleOfFiveRowsRunsOnAnyNumberOfRowsWithEqualBits(int rows) throws InterruptedException {
        FakeDenoiser wide = new FakeDenoiser(5, 1000);
        FakeDenoiser narrow = new FakeDenoiser(rows, 1000);
        float[] expected = run(wide, List.of(regions(0, 4))).getFirst();
        assertThat(wide.runs()).hasSize(4).allSatisfy(run -> assertThat(run).hasSize(5));
        assertThat(run(narrow, List.of(regions(0, 4))).getFirst()).containsExactly(expected);
        assertThat(narrow.runs()).hasSize(4 * Math.ceilDiv(5, rows));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8})
    void aSampleOfFiveRowsIsTheSameBesideOthers(int rows) throws InterruptedException {
        float[] alone =
                run(new FakeDenoiser(rows, 1000), List.of(regions(0, 4))).getFirst();
        FakeDenoiser busy = new FakeDenoiser(rows, 1000);
        List<float[]> together = run(busy, List.of(guided(0, 7), regions(1, 4), guided(2, 3), regions(3, 2)));
        assertThat(together.get(1)).containsExactly(alone);
        // 2 * 7 + 5 * 4 + 2 * 3 + 5 * 2 rows, and no row is empty while a sample waits.
        assertThat(busy.runs().stream().mapToInt(List::size).sum()).isEqualTo(50);
        assertThat(busy.runs()).allSatisfy(run -> assertThat(run).hasSizeLessThanOrEqualTo(rows));
    }

    @Test
    void promptsAreAveragedByTheirWeights() throws InterruptedException {
        float[] left = {1, 1, 0, 0.5f};
        float[] right = {0, 1, 2, 1.5f};
        SampleRequest request = SampleRequest.of(0, ddim(1), new float[] {1, 1, 1, 1, 2, 2, 2, 2})
                .prompt(new WeightedPrompt(context(0.1f), left, 1))
                .prompt(new WeightedPrompt(context(0.5f), right, 1))
                .build();
        float[] weighted = run(new FakeDenoiser(2, 100), List.of(request)).getFirst();
        float[] means = {0.1f, 0.3f, 0.5f, 0.4f};
        for (int i = 0; i < 8; i++) {
            float start = i < 4 ? 1 : 2;
            float[] sample = {start};
            ddim(1).step(0, new float[] {start / 2 + means[i % 4]}, sample, new float[1], StepNoise.NONE);
            assertThat(weighted[i]).isCloseTo(sample[0], Assertions.within(1e-6f));
        }
    }

    @Test
    void rejectsWeightsThatAreZeroForAPixelOrDoNotFit() {
        try (DeviceLease lease = device.open(new FakeDenoiser(2, 100))) {
            SampleRequest holes = SampleRequest.of(0, ddim(1), new float[4])
                    .prompt(new WeightedPrompt(context(1), new float[] {1, 0}, 1))
                    .prompt(new WeightedPrompt(context(2), new float[] {1, 0}, 1))
                    .build();
            assertThatThrownBy(() -> lease.submit(holes))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("pixel 1");
            assertThatThrownBy(() -> SampleRequest.of(0, ddim(1), new float[4])
                            .prompt(new WeightedPrompt(context(1), new float[] {1, 1, 1}, 1))
                            .build())
                    .hasMessageContaining("3 pixels");
        }
    }

    @Test
    void callsBackOnceBeforeAndAfterEveryStepHoweverManyRunsItTakes() throws InterruptedException {
        List<String> calls = new ArrayList<>();
        StepCallback callback = new StepCallback() {
            @Override
            public void before(int step, float[] sample) {
                calls.add("before " + step);
                sample[0] = step;
            }

            @Override
            public void after(int step, float[] sample, float[] clean) {
                calls.add("after " + step);
                sample[1] = -step;
            }
        };
        SampleRequest request = SampleRequest.of(0, ddim(5), new float[2])
                .startStep(3)
                .prompt(context(0.1f), 3)
                .unconditional(context(0.2f))
                .callback(callback)
                .build();
        float[] sample = run(new FakeDenoiser(1, 100), List.of(request)).getFirst();
        assertThat(calls).containsExactly("before 3", "after 3", "before 4", "after 4");
        assertThat(sample[1]).isEqualTo(-4);
    }

    /** The finished samples in the order of the requests. */
    private List<float[]> run(Denoiser denoiser, List<SampleRequest> requests) throws InterruptedException {
        try (DeviceLease lease = device.open(denoiser)) {
            requests.forEach(lease::submit);
            List<float[]> samples =
                    new ArrayList<>(requests.stream().map(_ -> new float[0]).toList());
            for (int left = requests.size(); left > 0; ) {
                StepEvent event = lease.next();
                if (event.finished()) {
                    samples.set(event.item(), event.sample());
                    left--;
                }
            }
            return samples;
        }
    }

    /** Four overlapping regions, and the unconditional side. */
    private SampleRequest regions(int item, int steps) {
        SampleRequest.Builder builder = SampleRequest.of(item, ddim(steps), new float[] {0.1f, 0.2f, 0.3f, 0.4f})
                .unconditional(context(0.01f));
        for (int k = 0; k < 4; k++) {
            float[] weights = {0.3f, 0.3f, 0.3f, 0.3f};
            weights[k] = 0.9f;
            builder.prompt(new WeightedPrompt(context(0.1f + 0.1f * k), weights, 2 + k));
        }
        return builder.build();
    }

    private SampleRequest guided(int item, int steps) {
        return SampleRequest.of(item, ddim(steps), new float[] {0.4f, 0.3f, 0.2f, 0.1f})
                .prompt(context(0.7f), 3)
                .unconditional(context(0.2f))
                .build();
    }

    private static Scheduler ddim(int steps) {
        return Schedulers.create("ddim", SCHEDULE, steps);
    }

    private static Conditioning context(float value) {
        return Conditioning.frames(new float[] {value});
    }
}
