package io.darkroom.worker.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.onnxruntime.OrtException;
import io.darkroom.worker.batch.Conditioning;
import io.darkroom.worker.batch.Denoiser;
import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.batch.DeviceThread;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.batch.EngineException.Reason;
import io.darkroom.worker.batch.FakeDenoiser;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.batch.StepEvent;
import io.darkroom.worker.ort.OrtTensors;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Where the device has no memory for a run, the runs become smaller and no job notices. */
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
    void doesTheSameStepAgainInSmallerRuns(int rows, int most) throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(rows, 1000).holdingAtMost(most);
        float[] roomy = end(new FakeDenoiser(rows, 1000), 4).getFirst().picture();
        try (DeviceLease share = device.open(denoiser)) {
            List<StepEvent> ends = end(share, 4);
            assertThat(ends).extracting(StepEvent::item).containsExactlyInAnyOrder(0, 1, 2, 3);
            assertThat(ends).allSatisfy(end -> assertThat(end.picture()).containsExactly(roomy));
            assertThat(ends.getLast().total()).isEqualTo(20);
            assertThat(denoiser.rows()).isEqualTo(most);
            assertThat(share.rowsOfRuns()).containsExactly(most);
        }
    }

    @Test
    void saysSoWhereAJobRanInRunsOfTwoSizes() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(4, 2);
        try (DeviceLease share = device.open(denoiser)) {
            share.submit(List.of(sample(0), sample(1)));
            await().until(() -> denoiser.runs().size() == 3 && denoiser.isWaiting());
            denoiser.failWith(new OutOfMemoryError("the heap, this time"));
            denoiser.allow(100);
            for (int left = 2; left > 0; ) {
                left -= share.next().finished() ? 1 : 0;
            }
            assertThat(share.rowsOfRuns()).containsExactly(2, 4);
            assertThat(share.next().total()).isEqualTo(10);
        }
    }

    @Test
    void failsAsTransientWhereNotEvenOneRowFitsAndGoesOnWithTheNextJob() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(4, 100).holdingAtMost(0);
        try (DeviceLease share = device.open(denoiser)) {
            share.submit(sample(0));
            assertThatThrownBy(() -> {
                        while (true) {
                            share.next();
                        }
                    })
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OUT_OF_MEMORY));
            denoiser.holdingAtMost(1);
            assertThat(end(share, 1)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Non-zero status code returned while running Conv node. bfc_arena.cc:376 Failed to allocate memory for"
                        + " requested buffer of size 12884901888",
                "CUDA failure 2: out of memory ; GPU=0",
                "CUDNN failure 4: CUDNN_STATUS_ALLOC_FAILED",
                "CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED",
                "std::bad_alloc",
                "Available memory of 1048576 is smaller than requested bytes of 4194304"
            })
    void knowsTheRuntimesWaysToSaySo(String message) {
        assertThat(OrtTensors.failure("a step", new OrtException(message)).reason())
                .isEqualTo(Reason.OUT_OF_MEMORY);
    }

    @Test
    void takesNothingElseForIt() {
        assertThat(OrtTensors.failure("a step", new OrtException("Exiting due to terminate flag being set to true."))
                        .reason())
                .isEqualTo(Reason.FAILED);
    }

    private List<StepEvent> end(Denoiser denoiser, int samples) throws InterruptedException {
        try (DeviceLease share = device.open(denoiser)) {
            return end(share, samples);
        }
    }

    private static List<StepEvent> end(DeviceLease share, int samples) throws InterruptedException {
        List<StepEvent> ends = new ArrayList<>();
        share.submit(
                IntStream.range(0, samples).mapToObj(OutOfMemoryTest::sample).toList());
        while (ends.size() < samples) {
            StepEvent news = share.next();
            if (news.finished()) {
                ends.add(news);
            }
        }
        return ends;
    }

    private static SampleRequest sample(int item) {
        return SampleRequest.of(item, Schedulers.create("ddim", SCHEDULE, 5), new float[] {0.5f})
                .towards(Conditioning.frames(new float[] {0.1f}), 3)
                .against(Conditioning.frames(new float[] {0.2f}))
                .build();
    }
}
