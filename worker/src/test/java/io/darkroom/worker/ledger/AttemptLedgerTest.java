package io.darkroom.worker.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.event.JobEvent.Released;
import io.darkroom.contracts.event.JobEvent.Started;
import io.darkroom.contracts.job.JobId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttemptLedgerTest {
    private static final JobId JOB = JobId.derived("acme", "ledger");
    private static final Instant AT = Instant.EPOCH;

    private static JobEvent started(int attempt) {
        return new Started(1, JOB, "acme", attempt, 1, AT, "w", null);
    }

    private static JobEvent released(int attempt, String reason) {
        return new Released(1, JOB, "acme", attempt, 2, AT, reason, "because of " + attempt);
    }

    @Test
    void countsNothingInAnEmptyLog() {
        assertThat(AttemptLedger.count(List.of())).isEqualTo(Attempts.NONE);
    }

    @Test
    void chargesAWorkerThatDiedSilently() {
        Attempts count = AttemptLedger.count(List.of(started(1), started(2)));
        assertCount(count, 2, 2, null);
        assertThat(count.latest()).isEqualTo(new Attempts.Start("w", AT));
    }

    @Test
    void chargesAFailureAndKeepsItsCause() {
        assertThat(AttemptLedger.count(List.of(
                        started(1), released(1, Released.TRANSIENT), started(2), released(2, Released.TRANSIENT))))
                .satisfies(it -> assertCount(it, 2, 2, "because of 2"));
    }

    @Test
    void doesNotChargeShutdownsAndOutages() {
        assertThat(AttemptLedger.count(List.of(
                        started(1),
                        released(1, Released.SHUTDOWN),
                        started(2),
                        released(2, Released.UNAVAILABLE),
                        started(3),
                        started(4),
                        released(3, Released.LOCK_LOST))))
                .satisfies(it -> assertCount(it, 4, 1, null));
    }

    @Test
    void chargesTwoWorkersThatStartedTheSameAttempt() {
        assertCount(AttemptLedger.count(List.of(started(1), started(1))), 1, 2, null);
    }

    @Test
    void neverCountsBelowZero() {
        assertThat(AttemptLedger.count(List.of(released(1, Released.SHUTDOWN))).charged())
                .isZero();
    }

    /** The projection drops events that follow the next start. */
    @Test
    void trustsTheLogUnlessItLostAttempts() {
        Attempts log = new Attempts(2, 1, "cause");
        assertThat(log.orOf(new Attempts(2, 2, null))).isEqualTo(log);
        assertThat(log.orOf(new Attempts(1, 1, null))).isEqualTo(log);
        assertThat(Attempts.NONE.orOf(new Attempts(2, 2, null))).isEqualTo(new Attempts(2, 2, null));
    }

    private static void assertCount(Attempts count, int last, int charged, @Nullable String cause) {
        assertThat(count.last()).isEqualTo(last);
        assertThat(count.charged()).isEqualTo(charged);
        assertThat(count.lastCause()).isEqualTo(cause);
    }
}
