package io.darkroom.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.darkroom.worker.batch.EngineException.Reason;
import io.darkroom.worker.scheduler.NoiseSchedule;
import io.darkroom.worker.scheduler.SchedulerFixtures;
import io.darkroom.worker.scheduler.Schedulers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** If a run does not fit into memory, runs become smaller and no job fails. */
@Timeout(20)
class OutOfMemoryTest {
    private static final NoiseSchedule SCHEDULE =
            new NoiseSchedule(SchedulerFixtures.cosine("v_prediction", "trailing"));

    private final DeviceThread device = new DeviceThread(System::nanoTime);

    @AfterEach
    void stop() {
        device.close();
    }

    @ParameterizedTest
    @CsvSource({"8, 4", "8, 2", "8, 1", "2, 1"})
    void repeatsTheStepInSmallerRuns(int rows, int fitting) throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(rows, 1000).fitting(fitting);
        float[] expected = end(new FakeDenoiser(rows, 1000), 4).getFirst().sample();
        try (DeviceLease lease = device.open(denoiser)) {
            List<StepEvent> ends = end(lease, 4);
            assertThat(ends).extracting(StepEvent::item).containsExactlyInAnyOrder(0, 1, 2, 3);
            assertThat(ends).allSatisfy(end -> assertThat(end.sample()).containsExactly(expected));
            assertThat(ends.getLast().total()).isEqualTo(20);
            assertThat(denoiser.rows()).isEqualTo(fitting);
            assertThat(denoiser.runSizes()).containsExactly(fitting);
        }
    }

    @Test
    void aJobGoesOnInRunsOfAnotherSize() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(4, 2);
        try (DeviceLease lease = device.open(denoiser)) {
            lease.submit(List.of(sample(0), sample(1)));
            await().until(() -> denoiser.runs().size() == 3 && denoiser.isWaiting());
            denoiser.failWith(new OutOfMemoryError("Java heap space"));
            denoiser.allow(100);
            for (int left = 2; left > 0; ) {
                left -= lease.next().finished() ? 1 : 0;
            }
            assertThat(denoiser.runSizes()).containsExactly(2, 4);
            assertThat(lease.next().total()).isEqualTo(10);
        }
    }

    @Test
    void failsAsTransientIfNotEvenOneRowFitsAndRunsTheNextJob() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(4, 100).fitting(0);
        try (DeviceLease lease = device.open(denoiser)) {
            lease.submit(sample(0));
            assertThatThrownBy(() -> {
                        while (true) {
                            lease.next();
                        }
                    })
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OUT_OF_MEMORY));
            denoiser.fitting(1);
            assertThat(end(lease, 1)).hasSize(1);
        }
    }

    private List<StepEvent> end(Denoiser denoiser, int samples) throws InterruptedException {
        try (DeviceLease lease = device.open(denoiser)) {
            return end(lease, samples);
        }
    }

    private static List<StepEvent> end(DeviceLease lease, int samples) throws InterruptedException {
        List<StepEvent> ends = new ArrayList<>();
        lease.submit(
                IntStream.range(0, samples).mapToObj(OutOfMemoryTest::sample).toList());
        while (ends.size() < samples) {
            StepEvent event = lease.next();
            if (event.finished()) {
                ends.add(event);
            }
        }
        return ends;
    }

    private static SampleRequest sample(int item) {
        return SampleRequest.of(item, Schedulers.create("ddim", SCHEDULE, 5), new float[] {0.5f})
                .prompt(Conditioning.frames(new float[] {0.1f}), 3)
                .unconditional(Conditioning.frames(new float[] {0.2f}))
                .build();
    }
}
