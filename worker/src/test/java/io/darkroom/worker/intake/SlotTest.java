package io.darkroom.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.event.JobEvent.Released;
import io.darkroom.contracts.event.JobEvent.Started;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.job.Lane;
import io.darkroom.contracts.wire.Json;
import io.darkroom.platform.store.StoreUnavailableException;
import io.darkroom.worker.run.RunBench;
import io.darkroom.worker.stack.TestJobs;
import io.darkroom.worker.stack.TestPipeline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slots on a share group that keeps the broker's rules. */
class SlotTest {
    private static final Duration LOCK = Duration.ofMillis(300);

    private final RunBench bench = new RunBench();
    private final FakeShareGroup group = new FakeShareGroup(LOCK, 7);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<String> stuck = new CopyOnWriteArrayList<>();
    private final List<Intake> intakes = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Intake intake : intakes) {
            intake.stop();
        }
        bench.close();
    }

    private Intake intake(String worker, int slots, TestPipeline pipeline) {
        Intake intake = new Intake(
                new SlotPlan(Map.of(Lane.IMAGE_INTERACTIVE, slots)),
                new Broker(group, group.requeue(), Map.of(Lane.IMAGE_INTERACTIVE, new DeliveryLimits(7, 3))),
                bench.gate,
                bench.worker(worker, pipeline),
                new IntakeSettings(worker, Duration.ofMillis(20), Duration.ofMillis(300), Duration.ofMillis(20)),
                new IntakeMeters(registry),
                () -> stuck.add(worker));
        intakes.add(intake);
        intake.start();
        return intake;
    }

    private JobRequest submit() {
        JobRequest job = TestJobs.anImage(3, bench.now(), null);
        group.publish(job.id().value().getBytes(StandardCharsets.UTF_8), Json.encode(job));
        return job;
    }

    private void awaitDrained() {
        Awaitility.await("all records settled")
                .atMost(Duration.ofSeconds(20))
                .until(group::open, Integer.valueOf(0)::equals);
    }

    @Test
    void processesAQueueWithManySlotsEachJobOnce() {
        TestPipeline pipeline = TestPipeline.instant();
        intake("a", 2, pipeline);
        intake("b", 3, pipeline);
        List<JobRequest> jobs = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            jobs.add(submit());
        }
        awaitDrained();
        assertThat(pipeline.runs()).isEqualTo(60);
        assertThat(jobs).allSatisfy(job -> assertThat(bench.outcome(job)).isPresent());
    }

    /** As submissions with one idempotency key leave them while Redis is down. */
    @Test
    void runsAJobOnceWhoseRecordWasPublishedManyTimes() {
        TestPipeline slow = new TestPipeline(_ -> TimeUnit.MILLISECONDS.sleep(50));
        JobRequest job = submit();
        for (int i = 0; i < 7; i++) {
            group.publish(job.id().value().getBytes(StandardCharsets.UTF_8), Json.encode(job));
        }
        intake("a", 4, slow);
        awaitDrained();
        assertThat(slow.runs()).isEqualTo(1);
        assertThat(bench.events(Started.class)).hasSize(1);
    }

    @Test
    void renewsTheLockOfALongJob() {
        TestPipeline slow = new TestPipeline(_ -> TimeUnit.NANOSECONDS.sleep(LOCK.toNanos()));
        intake("a", 1, slow);
        intake("b", 1, slow);
        submit();
        awaitDrained();
        assertThat(slow.runs()).isEqualTo(1);
        assertThat(registry.counter("darkroom.worker.lock.renewals", "result", "held")
                        .count())
                .isGreaterThanOrEqualTo(6);
    }

    @Test
    void stopsARunWhoseLockIsLostAndSettlesNothing() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        TestPipeline hanging = new TestPipeline(_ -> {
            first.countDown();
            never.await();
        });
        intake("a", 1, hanging);
        JobRequest job = submit();
        assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();

        JobSource other = group.open(Lane.IMAGE_INTERACTIVE, "other");
        group.crashBroker();
        assertThat(other.poll(Duration.ofSeconds(5))).isPresent();

        Awaitility.await("the run lost its lock")
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(10))
                .until(() -> other.renew() == JobSource.Lock.HELD
                        && registry.find("darkroom.worker.jobs")
                                        .tag("verdict", "lock_lost")
                                        .timer()
                                != null);
        assertThat(bench.outcome(job)).isEmpty();
        assertThat(bench.events(Released.class)).extracting(Released::reason).containsExactly(Released.LOCK_LOST);
        assertThat(other.settle(JobSource.Acknowledgement.ACCEPT)).isEqualTo(JobSource.Lock.HELD);
    }

    @Test
    void releasesAtOnceWhenItStops() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        Intake leaving = intake("leaving", 1, new TestPipeline(_ -> {
            running.countDown();
            TimeUnit.SECONDS.sleep(60);
        }));
        JobRequest job = submit();
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

        leaving.stop();
        intake("staying", 1, TestPipeline.instant());
        awaitDrained();

        assertThat(bench.events(Released.class)).extracting(Released::reason).containsExactly(Released.SHUTDOWN);
        assertThat(bench.outcome(job).orElseThrow().by()).isEqualTo("staying");
    }

    @Test
    void givesUpARunThatHangsFarBeyondItsTimeLimitAndReportsIt() throws Exception {
        CountDownLatch letGo = new CountDownLatch(1);
        bench.within(Duration.ofMillis(50), Duration.ofMillis(150));
        intake("ill", 1, new TestPipeline(_ -> awaitDeaf(letGo)));
        JobRequest job = submit();

        Awaitility.await("the hanging run was reported").until(() -> stuck.contains("ill"));
        intakes.removeLast().stop();
        assertThat(bench.events(Released.class))
                .singleElement()
                .satisfies(it -> assertThat(it.countsAsAttempt()).isTrue());

        intake("well", 1, TestPipeline.instant());
        awaitDrained();
        assertThat(bench.outcome(job).orElseThrow().by()).isEqualTo("well");
        assertThat(stuck).containsExactly("ill");
        letGo.countDown();
    }

    /** Ignores interrupts, as native code does. */
    private static void awaitDeaf(CountDownLatch letGo) {
        boolean over = false;
        while (!over) {
            try {
                letGo.await();
                over = true;
            } catch (InterruptedException _) {
                // Interrupts have no effect.
            }
        }
    }

    @Test
    void releasesOnBehalfOfARunThatDoesNotStop() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        Intake leaving = intake("leaving", 1, new TestPipeline(_ -> {
            running.countDown();
            awaitDeaf(letGo);
        }));
        submit();
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

        leaving.stop();

        assertThat(bench.events(Released.class)).extracting(Released::reason).containsExactly(Released.SHUTDOWN);
        intake("staying", 1, TestPipeline.instant());
        awaitDrained();
        letGo.countDown();
    }

    @Test
    void waitsBeforeItReleasesAndRequeuesBeforeTheBrokerDrops() {
        TestPipeline flaky = new TestPipeline(step -> {
            if (step == 3 && bench.events(Started.class).size() < 12) {
                // Not charged to the job, so it is delivered more often than the broker's limit allows.
                throw new StoreUnavailableException("simulated outage");
            }
        });
        intake("a", 1, flaky);
        JobRequest job = submit();

        Awaitility.await("an outcome")
                .atMost(Duration.ofSeconds(30))
                .until(() -> bench.outcome(job).isPresent());
        awaitDrained();

        assertThat(group.dropped()).isZero();
        assertThat(bench.outcome(job).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(registry.counter("darkroom.worker.settlements", "settlement", "requeue", "result", "held")
                        .count())
                .isPositive();
    }

    @Test
    void acquiresNothingWhileTheStoreIsDown() {
        bench.store.down(true);
        bench.gate.reportOutage(new StoreUnavailableException("simulated outage"));
        TestPipeline pipeline = TestPipeline.instant();
        Intake intake = intake("a", 1, pipeline);
        JobRequest job = submit();

        Awaitility.await().during(Duration.ofMillis(300)).until(() -> pipeline.runs() == 0 && !intake.isListening());
        assertThat(bench.events(Started.class)).isEmpty();

        bench.store.down(false);
        awaitDrained();
        assertThat(bench.outcome(job).orElseThrow().attempt()).isEqualTo(1);
    }

    @Test
    void survivesACommitWithoutAnAnswer() {
        TestPipeline pipeline = new TestPipeline(step -> {
            if (step == 3) {
                group.silenceCommits(1);
            }
        });
        intake("a", 1, pipeline);
        JobRequest job = submit();
        awaitDrained();
        assertThat(bench.outcome(job).orElseThrow().attempt()).isEqualTo(1);
    }
}
