package io.darkroom.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.worker.run.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettlementTest {
    private static final DeliveryLimits LIMITS = new DeliveryLimits(25, 3);

    @Test
    void acceptsWhatEnded() {
        for (JobState state : JobState.values()) {
            if (state.isTerminal()) {
                assertThat(Settlement.of(new Verdict.Accept(state), 99, LIMITS)).isEqualTo(Settlement.ACCEPT);
            }
        }
    }

    @Test
    void rejectsOtherRecordsThanJobs() {
        assertThat(Settlement.of(new Verdict.Reject(FailureCode.INVALID_INPUT), 1, LIMITS))
                .isEqualTo(Settlement.REJECT);
    }

    @Test
    void releasesWhatCanBeRetried() {
        assertThat(Settlement.of(new Verdict.RetryAfter(Duration.ZERO), 1, LIMITS))
                .isEqualTo(Settlement.RELEASE);
        assertThat(Settlement.of(new Verdict.Interrupted(), 21, LIMITS)).isEqualTo(Settlement.RELEASE);
    }

    @Test
    void requeuesWhatTheBrokerWouldSoonDrop() {
        assertThat(Settlement.of(new Verdict.RetryAfter(Duration.ZERO), 22, LIMITS))
                .isEqualTo(Settlement.REQUEUE);
        assertThat(Settlement.of(new Verdict.Interrupted(), 25, LIMITS)).isEqualTo(Settlement.REQUEUE);
    }

    @Test
    void settlesNothingWithoutTheLock() {
        assertThat(Settlement.of(new Verdict.LockLost(), 1, LIMITS)).isEqualTo(Settlement.NONE);
    }

    @Test
    void leavesRoomForAllAttemptsAndTheFinalDeliveryAfterEachRelease() {
        for (int broker = 5; broker <= 25; broker++) {
            DeliveryLimits limits = new DeliveryLimits(broker, 3);
            for (int deliveries = 1; deliveries <= broker; deliveries++) {
                boolean fits = deliveries + 3 + 1 <= broker;
                assertThat(limits.allowRelease(deliveries)).isEqualTo(fits);
            }
        }
    }

    @Test
    void refusesABrokerThatGivesUpBeforeUs() {
        assertThatThrownBy(() -> new DeliveryLimits(4, 3))
                .hasMessageContaining("4 deliveries")
                .hasMessageContaining("3 attempts");
    }
}
