package io.darkroom.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.darkroom.worker.scheduler.NoiseSchedule;
import io.darkroom.worker.scheduler.Scheduler;
import io.darkroom.worker.scheduler.SchedulerFixtures;
import io.darkroom.worker.scheduler.Schedulers;
import io.darkroom.worker.scheduler.StepNoise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class DeviceThreadTest {
    private static final NoiseSchedule SCHEDULE =
            new NoiseSchedule(SchedulerFixtures.cosine("v_prediction", "trailing"));

    /** Each reading of the clock is 10 ns later, so that each run costs the same. */
    private final AtomicLong time = new AtomicLong();

    private final DeviceThread device = new DeviceThread(() -> time.addAndGet(10));

    @AfterEach
    void stop() {
        device.close();
    }

    @Test
    void runsASampleToItsLastStep() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(1, 100);
        try (DeviceLease lease = device.open(denoiser)) {
            lease.submit(sample(3, 4, 1));
            for (int step = 1; step <= 4; step++) {
                StepEvent event = event(lease);
                assertThat(event.item()).isEqualTo(3);
                assertThat(event.step()).isEqualTo(step);
                assertThat(event.total()).isEqualTo(step);
                assertThat(event.finished()).isEqualTo(step == 4);
            }
            assertThat(denoiser.runs()).hasSize(4);
            assertThat(lease.deviceNanos()).isEqualTo(40);
        }
    }

    @Test
    void lateSamplesJoinTheNextRun() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(2, 1);
        try (DeviceLease early = device.open(denoiser);
                DeviceLease late = device.open(denoiser)) {
            early.submit(sample(0, 5, 1));
            event(early);
            await().until(denoiser::isWaiting);
            late.submit(sample(0, 2, 2));
            denoiser.allow(4);
            drain(early, 4);
            drain(late, 2);
            assertThat(denoiser.runs())
                    .containsExactly(List.of(1f), List.of(1f), List.of(2f, 1f), List.of(2f, 1f), List.of(1f));
        }
    }

    @Test
    void aShortJobOvertakesALongOne() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(1, 0);
        try (DeviceLease large = device.open(denoiser);
                DeviceLease small = device.open(denoiser)) {
            for (int item = 0; item < 4; item++) {
                large.submit(sample(item, 3, 1));
            }
            await().until(denoiser::isWaiting);
            small.submit(sample(0, 3, 2));
            denoiser.allow(15);
            drain(small, 3);
            drain(large, 12);
            assertThat(denoiser.runs().subList(0, 5))
                    .containsExactly(List.of(1f), List.of(2f), List.of(2f), List.of(2f), List.of(1f));
        }
    }

    @Test
    void advancesTheItemsOfAJobEvenly() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(1, 0);
        try (DeviceLease lease = device.open(denoiser)) {
            lease.submit(sample(0, 2, 1));
            await().until(denoiser::isWaiting);
            lease.submit(sample(1, 2, 2));
            denoiser.allow(4);
            drain(lease, 4);
            assertThat(denoiser.runs()).containsExactly(List.of(1f), List.of(2f), List.of(1f), List.of(2f));
        }
    }

    @Test
    void guidanceTakesAPairOfRows() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(2, 100);
        try (DeviceLease lease = device.open(denoiser)) {
            float[] start = {0.5f};
            Scheduler one = Schedulers.create("ddim", SCHEDULE, 1);
            lease.submit(SampleRequest.of(0, one, start.clone())
                    .prompt(context(0.1f), 3)
                    .unconditional(context(0.3f))
                    .build());
            float[] guided = event(lease).sample();
            // uncond + 3 (cond - uncond) = s/2 + 0.3 + 3 (0.1 - 0.3) = s/2 - 0.3
            float[] same = start.clone();
            Schedulers.create("ddim", SCHEDULE, 1)
                    .step(0, new float[] {0.5f / 2 - 0.3f}, same, new float[1], StepNoise.NONE);
            assertThat(guided[0]).isCloseTo(same[0], Assertions.within(1e-6f));
            assertThat(denoiser.runs()).containsExactly(List.of(0.1f, 0.3f));
        }
    }

    @Test
    void aClosedLeaseLeavesAtOnceAndTerminatesARunThatServesNoOther() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(1, 0);
        DeviceLease abandoned = device.open(denoiser);
        abandoned.submit(sample(0, 50, 1));
        await().until(denoiser::isWaiting);
        abandoned.close();
        denoiser.allow(1);
        try (DeviceLease other = device.open(denoiser)) {
            other.submit(sample(0, 1, 2));
            assertThat(event(other).finished()).isTrue();
        }
        assertThat(denoiser.runs()).containsExactly(List.of(1f), List.of(2f));
    }

    @Test
    void aFailedRunFailsItsSamplesAndTheNextJobRuns() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(1, 100);
        denoiser.failWith(new EngineException(EngineException.Reason.OUT_OF_MEMORY, "none left"));
        try (DeviceLease lease = device.open(denoiser)) {
            lease.submit(sample(0, 5, 1));
            assertThatThrownBy(() -> event(lease))
                    .isInstanceOfSatisfying(
                            EngineException.class,
                            e -> assertThat(e.reason()).isEqualTo(EngineException.Reason.OUT_OF_MEMORY));
            lease.submit(sample(0, 1, 1));
            assertThat(event(lease).finished()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aSampleThatIsNotFiniteDoesNotFailTheOthers(float value) throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(2, 100);
        try (DeviceLease lease = device.open(denoiser)) {
            lease.submit(List.of(
                    SampleRequest.of(7, Schedulers.create("dpmpp_2m", SCHEDULE, 2), new float[] {value})
                            .prompt(context(1), 1)
                            .build(),
                    sample(8, 4, 1)));
            List<StepEvent> ends = new ArrayList<>();
            while (ends.size() < 2) {
                StepEvent event = lease.next();
                if (event.finished()) {
                    ends.add(event);
                }
            }
            assertThat(ends.get(0).item()).isEqualTo(7);
            assertThat(ends.get(0).sample()).isNull();
            assertThat(ends.get(0).failure().reason()).isEqualTo(EngineException.Reason.BROKEN);
            assertThat(ends.get(1).item()).isEqualTo(8);
            assertThat(ends.get(1).failure()).isNull();
            assertThat(ends.get(1).sample()).isNotNull();
            assertThat(lease.snapshot()).isEmpty();
        }
    }

    @Test
    void publishesTheEstimateAfterTheStepsThatWereAskedFor() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(1, 100);
        try (DeviceLease lease = device.open(denoiser)) {
            Scheduler scheduler = Schedulers.create("ddim", SCHEDULE, 4);
            lease.submit(SampleRequest.of(0, scheduler, new float[] {1})
                    .prompt(context(0), 1)
                    .previews(step -> step == 2)
                    .build());
            assertThat(event(lease).step()).isEqualTo(2);
            assertThat(event(lease).step()).isEqualTo(4);
        }
    }

    @Test
    void runsOtherWorkBetweenSteps() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(1, 100);
        try (DeviceLease lease = device.open(denoiser)) {
            assertThat(lease.call(() -> Thread.currentThread().getName())).isEqualTo("darkroom-device");
            assertThatThrownBy(() -> lease.call(() -> {
                        throw new IllegalStateException("odd");
                    }))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("odd");
            assertThat(lease.deviceNanos()).isPositive();
        }
    }

    @Test
    void shuttingDownFailsWaitingJobs() {
        FakeDenoiser denoiser = new FakeDenoiser(1, 0);
        DeviceLease lease = device.open(denoiser);
        lease.submit(sample(0, 5, 1));
        await().until(denoiser::isWaiting);
        device.close();
        assertThatThrownBy(() -> event(lease)).isInstanceOf(EngineException.class);
        assertThatThrownBy(() -> device.open(denoiser)).hasMessageContaining("shutting down");
    }

    private static void drain(DeviceLease lease, int steps) throws InterruptedException {
        for (int i = 0; i < steps; i++) {
            event(lease);
        }
    }

    /** The next event with a sample. */
    private static StepEvent event(DeviceLease lease) throws InterruptedException {
        StepEvent event;
        do {
            event = lease.next();
        } while (event.sample() == null);
        return event;
    }

    private static SampleRequest sample(int item, int steps, float context) {
        return SampleRequest.of(item, Schedulers.create("ddim", SCHEDULE, steps), new float[] {0.5f})
                .prompt(context(context), 1)
                .previews(step -> true)
                .build();
    }

    private static Conditioning context(float value) {
        return Conditioning.frames(new float[] {value});
    }
}
