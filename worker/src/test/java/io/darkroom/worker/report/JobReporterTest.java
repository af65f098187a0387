package io.darkroom.worker.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.event.JobEvent.Previewed;
import io.darkroom.contracts.event.JobEvent.Progressed;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.platform.kafka.EventLog;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.worker.stack.TestJobs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class JobReporterTest {
    /** Acknowledges when the test says so. */
    private static final class SlowLog implements EventLog {
        private final List<JobEvent> events = new ArrayList<>();
        private final List<CompletableFuture<Object>> open = new ArrayList<>();

        @Override
        public synchronized void append(JobEvent event) {
            events.add(event);
        }

        @Override
        public synchronized CompletionStage<?> appendSoon(JobEvent event) {
            events.add(event);
            CompletableFuture<Object> answer = new CompletableFuture<>();
            open.add(answer);
            return answer;
        }

        @Override
        public void append(DeadLetter letter) {
            throw new AssertionError("no letter expected");
        }

        void acknowledge() {
            CompletableFuture<Object> answer;
            synchronized (this) {
                answer = open.removeFirst();
            }
            answer.complete("done");
        }

        synchronized List<JobEvent> events() {
            return List.copyOf(events);
        }
    }

    private final SlowLog log = new SlowLog();
    private final JobReporter reporter = reporter(log, Runnable::run, 2);

    private static JobReporter reporter(EventLog log, Executor publisher, int attempt) {
        return new JobReporters("w", log, publisher, new Meters(new SimpleMeterRegistry()), InstantSource.system())
                .open(TestJobs.anImage(), attempt);
    }

    private static OutputArtifact output(String key) {
        return new OutputArtifact(0, "image", key, "image/png", 1, "00", 1, 1, null, null, 7, null);
    }

    @Test
    void keepsOneEventInFlightAndTheLatestPending() {
        reporter.started();
        for (int step = 1; step <= 50; step++) {
            reporter.progress(step, 50, 0);
        }
        assertThat(log.events()).hasSize(2);
        log.acknowledge();
        assertThat(log.events()).hasSize(3);
        assertThat(((Progressed) log.events().get(1)).step()).isEqualTo(1);
        assertThat(((Progressed) log.events().get(2)).step()).isEqualTo(50);
        assertThat(log.events()).extracting(JobEvent::sequence).containsExactly(1, 2, 3);
        assertThat(log.events()).extracting(JobEvent::attempt).containsOnly(2);
    }

    @Test
    void dropsPreviewsThatAreTooLargeAndReplacesThoseThatWait() {
        reporter.preview(0, 1, "image/png", new byte[Previewed.MAX_BYTES + 1]);
        assertThat(log.events()).isEmpty();
        reporter.preview(0, 1, "image/png", new byte[Previewed.MAX_BYTES]);
        reporter.preview(0, 2, "image/png", new byte[1]);
        reporter.preview(0, 3, "image/png", new byte[2]);
        log.acknowledge();
        assertThat(log.events()).extracting(it -> ((Previewed) it).step()).containsExactly(1, 3);
    }

    @Test
    void losesNoOutputWhenItIsSilenced() {
        reporter.progress(1, 2, 0);
        reporter.output(output("a"));
        reporter.output(output("b"));
        reporter.progress(2, 2, 0);
        reporter.silence();
        assertThat(log.events())
                .filteredOn(JobEvent.OutputStored.class::isInstance)
                .extracting(it -> ((JobEvent.OutputStored) it).output().key())
                .containsExactly("a", "b");
        log.acknowledge();
        reporter.progress(3, 3, 0);
        assertThat(log.events()).hasSize(3);
        assertThat(log.events()).extracting(JobEvent::sequence).containsExactly(1, 2, 3);
    }

    @Test
    void releasesOnceAndIsSilentAfterwards() {
        reporter.started();
        reporter.released(JobEvent.Released.SHUTDOWN, "bye");
        reporter.released(JobEvent.Released.TRANSIENT, "too late");
        reporter.progress(1, 2, 0);
        assertThat(log.events()).hasSize(2);
        assertThat(((JobEvent.Released) log.events().getLast()).reason()).isEqualTo(JobEvent.Released.SHUTDOWN);
    }

    @Test
    void publishesNothingAfterItsEnd() {
        reporter.end();
        reporter.released(JobEvent.Released.SHUTDOWN, "bye");
        assertThat(log.events()).isEmpty();
    }

    @Test
    @Timeout(10)
    void neverBlocksDenoisingOnTheLog() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        EventLog blocking = new EventLog() {
            @Override
            public void append(JobEvent event) {
                throw new AssertionError("this test never waits");
            }

            @Override
            public CompletionStage<?> appendSoon(JobEvent event) {
                try {
                    stuck.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return CompletableFuture.completedFuture(event);
            }

            @Override
            public void append(DeadLetter letter) {
                throw new AssertionError("no letter expected");
            }
        };
        try (ExecutorService publisher = Executors.newSingleThreadExecutor()) {
            JobReporter slow = reporter(blocking, publisher, 1);
            long began = System.nanoTime();
            for (int step = 0; step < 10_000; step++) {
                slow.progress(step, 10_000, 0);
            }
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isLessThan(5_000);
            stuck.countDown();
        }
    }

    @Test
    void numbersEventsInTheOrderInWhichTheyEnterTheLog() {
        try (ExecutorService publisher = Executors.newSingleThreadExecutor()) {
            JobReporter busy = reporter(log, publisher, 1);
            busy.started();
            busy.progress(1, 9, 0);
            Awaitility.await().until(() -> log.events().size() == 2);
            busy.output(output("a"));
            busy.silence();
            busy.released(JobEvent.Released.SHUTDOWN, "bye");
        }
        assertThat(log.events()).extracting(JobEvent::sequence).containsExactly(1, 2, 3, 4);
    }
}
