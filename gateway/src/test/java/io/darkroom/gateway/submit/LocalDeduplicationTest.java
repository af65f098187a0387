package io.darkroom.gateway.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.sample.AJob;
import io.darkroom.gateway.http.ProblemCode;
import io.darkroom.gateway.http.ProblemException;
import io.darkroom.gateway.submit.Submitter.Accepted;
import io.darkroom.gateway.view.JobFold;
import io.darkroom.gateway.view.JobView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Calls with one key while Redis is unavailable. */
class LocalDeduplicationTest {
    private static final JobId ID = JobId.derived("alice", "key");
    private static final JobView VIEW = JobFold.request(null, AJob.request().build(), "apple", AJob.AT);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final LocalDeduplication localDeduplication = new LocalDeduplication(2);

    @Test
    void manyCallsAtOnceArePublishedOnce() throws Exception {
        AtomicInteger published = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(64);
        List<Future<Accepted>> calls = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                calls.add(threads.submit(() -> {
                    all.countDown();
                    all.await();
                    return localDeduplication.once(ID, "apple", SOON, () -> {
                        published.incrementAndGet();
                        return VIEW;
                    });
                }));
            }
        }
        int fresh = 0;
        for (Future<Accepted> call : calls) {
            assertThat(call.get().job()).isSameAs(VIEW);
            fresh += call.get().replayed() ? 0 : 1;
        }
        assertThat(published).hasValue(1);
        assertThat(fresh).isEqualTo(1);
    }

    @Test
    void refusesAnotherBody() {
        localDeduplication.once(ID, "apple", SOON, () -> VIEW);
        assertThatThrownBy(() -> localDeduplication.once(ID, "pear", SOON, () -> VIEW))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.code()).isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED));
    }

    @Test
    void aCallThatFailedLeavesTheKeyToTheNext() {
        assertThatThrownBy(() -> localDeduplication.once(ID, "apple", SOON, () -> {
                    throw new IllegalStateException("the log is away");
                }))
                .hasMessage("the log is away");
        assertThat(localDeduplication.once(ID, "pear", SOON, () -> VIEW).replayed())
                .isFalse();
    }

    @Test
    void forgetsTheEldest() {
        localDeduplication.once(ID, "apple", SOON, () -> VIEW);
        for (int i = 0; i < 2; i++) {
            localDeduplication.once(JobId.derived("alice", "other" + i), "apple", SOON, () -> VIEW);
        }
        assertThat(localDeduplication.once(ID, "apple", SOON, () -> VIEW).replayed())
                .isFalse();
    }
}
