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

    /** Every look at the clock is 10 ns later, so that each run costs the same. */
    private final AtomicLong time = new AtomicLong();

    private final DeviceThread device = new DeviceThread(() -> time.addAndGet(10));

    @AfterEach
    void stop() {
        device.close();
    }

    @Test
    void runsASampleToItsEnd() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(1, 100);
        try (DeviceLease share = device.open(denoiser)) {
            share.submit(sample(3, 4, 1));
            for (int step = 1; step <= 4; step++) {
                StepEvent stepped = step(share);
                assertThat(stepped.item()).isEqualTo(3);
                assertThat(stepped.step()).isEqualTo(step);
                assertThat(stepped.total()).isEqualTo(step);
                assertThat(stepped.finished()).isEqualTo(step == 4);
            }
            assertThat(denoiser.runs()).hasSize(4);
            assertThat(share.deviceNanos()).isEqualTo(40);
        }
    }

    @Test
    void lateSamplesJoinAtTheNextStep() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(2, 1);
        try (DeviceLease early = device.open(denoiser);
                DeviceLease late = device.open(denoiser)) {
            early.submit(sample(0, 5, 1));
            step(early);
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
    void aShortJobPassesALongOne() throws InterruptedException {
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
    void growsTheItemsOfAJobEvenly() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(1, 0);
        try (DeviceLease share = device.open(denoiser)) {
            share.submit(sample(0, 2, 1));
            await().until(denoiser::isWaiting);
            share.submit(sample(1, 2, 2));
            denoiser.allow(4);
            drain(share, 4);
            assertThat(denoiser.runs()).containsExactly(List.of(1f), List.of(2f), List.of(1f), List.of(2f));
        }
    }

    @Test
    void guidanceTakesAPairOfRows() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(2, 100);
        try (DeviceLease share = device.open(denoiser)) {
            float[] start = {0.5f};
            Scheduler one = Schedulers.create("ddim", SCHEDULE, 1);
            share.submit(SampleRequest.of(0, one, start.clone())
                    .towards(context(0.1f), 3)
                    .against(context(0.3f))
                    .build());
            float[] guided = step(share).picture();
            // uncond + 3 (cond - uncond) = s/2 + 0.3 + 3 (0.1 - 0.3) = s/2 - 0.3
            float[] same = start.clone();
            Schedulers.create("ddim", SCHEDULE, 1)
                    .step(0, new float[] {0.5f / 2 - 0.3f}, same, new float[1], StepNoise.NONE);
            assertThat(guided[0]).isCloseTo(same[0], Assertions.within(1e-6f));
            assertThat(denoiser.runs()).containsExactly(List.of(0.1f, 0.3f));
        }
    }

    @Test
    void aClosedShareLeavesAtOnceAndEndsARunThatIsOnlyForIt() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(1, 0);
        DeviceLease left = device.open(denoiser);
        left.submit(sample(0, 50, 1));
        await().until(denoiser::isWaiting);
        left.close();
        denoiser.allow(1);
        try (DeviceLease other = device.open(denoiser)) {
            other.submit(sample(0, 1, 2));
            assertThat(step(other).finished()).isTrue();
        }
        assertThat(denoiser.runs()).containsExactly(List.of(1f), List.of(2f));
    }

    @Test
    void aFailedRunFailsItsSamplesAndTheNextJobRuns() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(1, 100);
        denoiser.failWith(new EngineException(EngineException.Reason.OUT_OF_MEMORY, "none left"));
        try (DeviceLease share = device.open(denoiser)) {
            share.submit(sample(0, 5, 1));
            assertThatThrownBy(() -> step(share))
                    .isInstanceOfSatisfying(
                            EngineException.class,
                            e -> assertThat(e.reason()).isEqualTo(EngineException.Reason.OUT_OF_MEMORY));
            share.submit(sample(0, 1, 1));
            assertThat(step(share).finished()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aSampleOfNumbersThatAreNoneTakesNoOtherWithIt(float none) throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(2, 100);
        try (DeviceLease share = device.open(denoiser)) {
            share.submit(List.of(
                    SampleRequest.of(7, Schedulers.create("dpmpp_2m", SCHEDULE, 2), new float[] {none})
                            .towards(context(1), 1)
                            .build(),
                    sample(8, 4, 1)));
            List<StepEvent> ends = new ArrayList<>();
            while (ends.size() < 2) {
                StepEvent news = share.next();
                if (news.finished()) {
                    ends.add(news);
                }
            }
            assertThat(ends.get(0).item()).isEqualTo(7);
            assertThat(ends.get(0).picture()).isNull();
            assertThat(ends.get(0).failure().reason()).isEqualTo(EngineException.Reason.BROKEN);
            assertThat(ends.get(1).item()).isEqualTo(8);
            assertThat(ends.get(1).failure()).isNull();
            assertThat(ends.get(1).picture()).isNotNull();
            assertThat(share.snapshot()).isEmpty();
        }
    }

    @Test
    void showsTheEstimateAfterTheWantedSteps() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(1, 100);
        try (DeviceLease share = device.open(denoiser)) {
            Scheduler scheduler = Schedulers.create("ddim", SCHEDULE, 4);
            share.submit(SampleRequest.of(0, scheduler, new float[] {1})
                    .towards(context(0), 1)
                    .shows(step -> step == 2)
                    .build());
            assertThat(step(share).step()).isEqualTo(2);
            assertThat(step(share).step()).isEqualTo(4);
        }
    }

    @Test
    void doesOtherWorkBetweenSteps() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(1, 100);
        try (DeviceLease share = device.open(denoiser)) {
            assertThat(share.call(() -> Thread.currentThread().getName())).isEqualTo("darkroom-device");
            assertThatThrownBy(() -> share.call(() -> {
                        throw new IllegalStateException("odd");
                    }))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("odd");
            assertThat(share.deviceNanos()).isPositive();
        }
    }

    @Test
    void shuttingDownFailsWhoWaits() {
        FakeDenoiser denoiser = new FakeDenoiser(1, 0);
        DeviceLease share = device.open(denoiser);
        share.submit(sample(0, 5, 1));
        await().until(denoiser::isWaiting);
        device.close();
        assertThatThrownBy(() -> step(share)).isInstanceOf(EngineException.class);
        assertThatThrownBy(() -> device.open(denoiser)).hasMessageContaining("shutting down");
    }

    private static void drain(DeviceLease share, int steps) throws InterruptedException {
        for (int i = 0; i < steps; i++) {
            step(share);
        }
    }

    /** The next step that was wanted. */
    private static StepEvent step(DeviceLease share) throws InterruptedException {
        StepEvent news;
        do {
            news = share.next();
        } while (news.picture() == null);
        return news;
    }

    private static SampleRequest sample(int item, int steps, float context) {
        return SampleRequest.of(item, Schedulers.create("ddim", SCHEDULE, steps), new float[] {0.5f})
                .towards(context(context), 1)
                .shows(step -> true)
                .build();
    }

    private static Conditioning context(float value) {
        return Conditioning.frames(new float[] {value});
    }
}
