package io.darkroom.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.explore.Schedules;
import io.darkroom.contracts.explore.Schedules.Chance;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobState;
import io.darkroom.worker.ledger.AttemptLedger;
import io.darkroom.worker.ledger.Attempts;
import io.darkroom.worker.run.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * One job on many workers, which die, shut down and fail, while the broker crashes and loses its delivery count. The charged
 * attempts stay within the limit, and the broker never drops the record on its own.
 */
class SettlementSchedulesTest {
    private static final JobId JOB = JobId.random(1, new Random(1));
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void attemptsStayWithinTheirLimitAndNothingIsDropped() {
        Schedules.explore("settlement", 30_000, chance -> {
            int attempts = 1 + chance.below(4);
            DeliveryLimits limits = new DeliveryLimits(attempts + 2 + chance.below(4), attempts);
            play(chance, limits, attempts);
        });
    }

    private static void play(Chance chance, DeliveryLimits limits, int limit) {
        List<JobEvent> ledger = new ArrayList<>();
        int here = 0;
        int charged = 0;
        for (int step = 0; step < 400; step++) {
            here++;
            assertThat(here)
                    .as("deliveries of one record, before the broker drops it")
                    .isLessThanOrEqualTo(limits.broker());
            Attempts before = AttemptLedger.count(ledger);
            assertThat(before.charged()).isEqualTo(charged);
            if (before.charged() >= limit) {
                assertThat(Settlement.of(new Verdict.Accept(JobState.FAILED), here, limits))
                        .isEqualTo(Settlement.ACCEPT);
                return;
            }
            int attempt = before.last() + 1;
            ledger.add(new JobEvent.Started(1, JOB, "alice", attempt, 1, AT, "w", null));
            charged++;
            Verdict verdict;
            switch (chance.below(6)) {
                case 0 -> {
                    chance.note("dies");
                    if (chance.oneIn(2)) {
                        here = 0; // the broker died, too, and lost its count
                    }
                    continue;
                }
                case 1 -> verdict = released(ledger, attempt, JobEvent.Released.TRANSIENT);
                case 2 -> {
                    verdict = new Verdict.Accept(JobState.SUCCEEDED);
                    if (chance.oneIn(3)) {
                        assertThat(Settlement.of(verdict, here, limits)).isEqualTo(Settlement.ACCEPT);
                        return;
                    }
                    verdict = released(ledger, attempt, JobEvent.Released.UNAVAILABLE);
                    charged--;
                }
                default -> {
                    verdict = released(ledger, attempt, JobEvent.Released.SHUTDOWN);
                    charged--;
                }
            }
            Settlement settlement = Settlement.of(verdict, here, limits);
            chance.note(verdict.label() + " " + settlement);
            here = switch (settlement) {
                case REQUEUE -> 0;
                case RELEASE -> here;
                case ACCEPT, REJECT, NONE ->
                    throw new AssertionError("a job without an end was settled: " + settlement);
            };
        }
    }

    private static Verdict released(List<JobEvent> ledger, int attempt, String reason) {
        ledger.add(new JobEvent.Released(1, JOB, "alice", attempt, 2, AT, reason, "because"));
        return reason.equals(JobEvent.Released.SHUTDOWN)
                ? new Verdict.Interrupted()
                : new Verdict.RetryAfter(Duration.ofMillis(1));
    }
}
