package io.darkroom.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.contracts.job.Priority;
import io.darkroom.worker.scheduler.NoiseSchedule;
import io.darkroom.worker.scheduler.SchedulerFixtures;
import io.darkroom.worker.scheduler.Schedulers;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Interactive jobs before bulk jobs, with a floor for bulk. Contexts of 1 to 9 are interactive samples, 10 and above bulk ones. */
@Timeout(20)
class BatchSchedulerTest {
    private static final NoiseSchedule SCHEDULE =
            new NoiseSchedule(SchedulerFixtures.cosine("v_prediction", "trailing"));

    private final AtomicLong time = new AtomicLong();
    private final DeviceThread device = new DeviceThread(() -> time.addAndGet(10));

    @AfterEach
    void stop() {
        device.close();
    }

    @Test
    void anInteractiveJobGetsItsRowsInTheNextRunAndBulkTheRest() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(3, 0);
        try (DeviceLease bulk = device.open(denoiser, Priority.BULK);
                DeviceLease urgent = device.open(denoiser)) {
            bulk.submit(List.of(sample(0, 6, 10), sample(1, 6, 11), sample(2, 6, 12)));
            await().until(denoiser::isWaiting);
            urgent.submit(List.of(sample(0, 2, 1), sample(1, 2, 2)));
            denoiser.allow(100);
            end(urgent, 2);
            end(bulk, 3);
            assertThat(denoiser.runs().get(0)).containsExactly(10f, 11f, 12f);
            assertThat(denoiser.runs().get(1)).startsWith(1f, 2f).hasSize(3);
            assertThat(denoiser.runs().get(2)).startsWith(1f, 2f).hasSize(3);
            assertThat(denoiser.runs().get(3)).containsExactlyInAnyOrder(10f, 11f, 12f);
        }
    }

    @Test
    void bulkGetsATenthOfTheTimeUnderInteractiveLoad() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(1, 0);
        try (DeviceLease bulk = device.open(denoiser, Priority.BULK);
                DeviceLease urgent = device.open(denoiser)) {
            bulk.submit(sample(0, 20, 10));
            await().until(denoiser::isWaiting);
            urgent.submit(List.of(sample(0, 50, 1), sample(1, 50, 2)));
            denoiser.allow(200);
            end(urgent, 2);
            List<Float> contended =
                    denoiser.runs().stream().map(List::getFirst).skip(1).toList();
            int last = Math.max(contended.lastIndexOf(1f), contended.lastIndexOf(2f));
            List<Float> both = contended.subList(0, last + 1);
            assertThat(both.subList(0, 10)).doesNotContain(10f);
            assertThat(both.stream().filter(context -> context == 10f).count()).isBetween(9L, 11L);
            end(bulk, 1);
        }
    }

    @Test
    void theOlderOfTwoEqualJobsGoesFirstAndTheOtherFillsTheRemainingRows() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(3, 0);
        try (DeviceLease old = device.open(denoiser);
                DeviceLease fresh = device.open(denoiser)) {
            old.submit(List.of(sample(0, 2, 1), sample(1, 2, 2)));
            await().until(denoiser::isWaiting);
            fresh.submit(List.of(sample(0, 2, 3), sample(1, 2, 4)));
            denoiser.allow(100);
            end(old, 2);
            end(fresh, 2);
            assertThat(denoiser.runs().subList(0, 2)).containsExactly(List.of(1f, 2f), List.of(1f, 2f, 3f));
        }
    }

    @Test
    void equalJobsKeepTheirOrderWhenTheDeviceWasSlowForAWhile() throws InterruptedException {
        FakeDenoiser denoiser = new FakeDenoiser(1, 0);
        try (DeviceLease running = device.open(denoiser);
                DeviceLease first = device.open(denoiser);
                DeviceLease second = device.open(denoiser)) {
            // One run beforehand: until the first one the time of a row is a default.
            running.submit(sample(0, 1, 9));
            denoiser.allow(1);
            end(running, 1);
            running.submit(sample(0, 6, 1));
            awaitRun(denoiser, 2);
            time.addAndGet(1_000_000);
            denoiser.allow(1);
            awaitRun(denoiser, 3);
            first.submit(sample(0, 5, 2));
            denoiser.allow(1);
            awaitRun(denoiser, 4);
            second.submit(sample(0, 5, 3));
            denoiser.allow(100);
            end(running, 1);
            end(first, 1);
            end(second, 1);
            assertThat(denoiser.runs().subList(4, 17).stream().map(List::getFirst))
                    .containsExactly(1f, 1f, 1f, 2f, 2f, 2f, 2f, 2f, 3f, 3f, 3f, 3f, 3f);
        }
    }

    /** Waits until the device is held in its n-th run. */
    private static void awaitRun(FakeDenoiser denoiser, int number) {
        await().until(() -> denoiser.runs().size() == number && denoiser.isWaiting());
    }

    private static void end(DeviceLease lease, int samples) throws InterruptedException {
        for (int left = samples; left > 0; ) {
            left -= lease.next().finished() ? 1 : 0;
        }
    }

    private static SampleRequest sample(int item, int steps, float context) {
        return SampleRequest.of(item, Schedulers.create("ddim", SCHEDULE, steps), new float[] {0.5f})
                .prompt(Conditioning.frames(new float[] {context}), 1)
                .build();
    }
}
