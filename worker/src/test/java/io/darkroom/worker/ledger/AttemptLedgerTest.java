package io.darkroom.worker.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.event.JobEvent.Released;
import io.darkroom.contracts.event.JobEvent.Started;
import io.darkroom.contracts.job.JobId;
import java.time.Instant;
import java.util.List;
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
        assertThat(AttemptLedger.count(List.of(started(1), started(2)))).isEqualTo(new Attempts(2, 2, null));
    }

    @Test
    void chargesAFailureAndKeepsItsCause() {
        assertThat(AttemptLedger.count(List.of(
                        started(1), released(1, Released.TRANSIENT), started(2), released(2, Released.TRANSIENT))))
                .isEqualTo(new Attempts(2, 2, "because of 2"));
    }

    @Test
    void doesNotChargeShutdownsAndOutages() {
        assertThat(AttemptLedger.count(List.of(
                        started(1),
                        released(1, Released.SHUTDOWN),
                        started(2),
                        released(2, Released.UNAVAILABLE),
                        started(3))))
                .isEqualTo(new Attempts(3, 1, null));
    }

    @Test
    void chargesTwoWorkersThatStartedTheSameAttempt() {
        assertThat(AttemptLedger.count(List.of(started(1), started(1)))).isEqualTo(new Attempts(1, 2, null));
    }

    @Test
    void neverCountsBelowZero() {
        assertThat(AttemptLedger.count(List.of(released(1, Released.SHUTDOWN))).charged())
                .isZero();
    }

    @Test
    void believesWhicheverSourceSawMore() {
        Attempts log = new Attempts(2, 1, "cause");
        Attempts view = new Attempts(1, 2, null);
        assertThat(log.and(view)).isEqualTo(new Attempts(2, 2, "cause"));
        assertThat(view.and(log)).isEqualTo(new Attempts(2, 2, "cause"));
    }
}
