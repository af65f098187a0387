package io.darkroom.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.worker.intake.JobSource.Acknowledgement;
import io.darkroom.worker.intake.JobSource.Lock;
import io.darkroom.worker.run.AcquiredJob;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract of a share group, for the fake and the real one. */
abstract class JobSourceContract {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration NEVER = Duration.ofMillis(700);

    abstract JobSource open(String member);

    abstract void publish(String value);

    @AfterEach
    void drain() {
        try (JobSource source = open("drain")) {
            while (source.poll(Duration.ofMillis(1_500)).isPresent()) {
                source.settle(Acknowledgement.ACCEPT);
            }
        }
    }

    private static AcquiredJob take(JobSource source) {
        return source.poll(SOON).orElseThrow(() -> new AssertionError("no record within " + SOON));
    }

    private static String text(AcquiredJob job) {
        return new String(job.value(), StandardCharsets.UTF_8);
    }

    @Test
    void deliversOneRecordAfterTheOther() {
        publish("one");
        publish("two");
        try (JobSource source = open("a")) {
            assertThat(text(take(source))).isEqualTo("one");
            assertThat(source.settle(Acknowledgement.ACCEPT)).isEqualTo(Lock.HELD);
            assertThat(text(take(source))).isEqualTo("two");
            assertThat(source.settle(Acknowledgement.ACCEPT)).isEqualTo(Lock.HELD);
            assertThat(source.poll(NEVER)).isEmpty();
        }
    }

    @Test
    void leavesTheNextRecordToOthersWhileOneIsHeld() {
        publish("one");
        publish("two");
        try (JobSource a = open("a");
                JobSource b = open("b")) {
            AcquiredJob first = take(a);
            AcquiredJob second = take(b);
            assertThat(text(first)).isNotEqualTo(text(second));
            assertThat(a.settle(Acknowledgement.ACCEPT)).isEqualTo(Lock.HELD);
            assertThat(b.settle(Acknowledgement.ACCEPT)).isEqualTo(Lock.HELD);
        }
    }

    @Test
    void deliversAReleasedRecordAgainAndCounts() {
        publish("again");
        try (JobSource source = open("a")) {
            assertThat(take(source).deliveries()).isEqualTo(1);
            assertThat(source.settle(Acknowledgement.RELEASE)).isEqualTo(Lock.HELD);
            AcquiredJob second = take(source);
            assertThat(text(second)).isEqualTo("again");
            assertThat(second.deliveries()).isEqualTo(2);
            assertThat(second.deliveryCount().ofRecord()).isEqualTo(2);
            assertThat(source.settle(Acknowledgement.ACCEPT)).isEqualTo(Lock.HELD);
        }
    }

    @Test
    void neverDeliversARejectedRecordAgain() {
        publish("garbage");
        try (JobSource source = open("a")) {
            take(source);
            assertThat(source.settle(Acknowledgement.REJECT)).isEqualTo(Lock.HELD);
            assertThat(source.poll(NEVER)).isEmpty();
        }
    }

    @Test
    void deliversARecordToAnotherMemberWhenTheLockExpiresAndRefusesTheLateAccept() {
        publish("slow");
        try (JobSource slow = open("slow");
                JobSource other = open("other")) {
            take(slow);
            AcquiredJob again = take(other);
            assertThat(text(again)).isEqualTo("slow");
            assertThat(again.deliveries()).isEqualTo(2);
            assertThat(slow.settle(Acknowledgement.ACCEPT)).isEqualTo(Lock.LOST);
            assertThat(other.settle(Acknowledgement.ACCEPT)).isEqualTo(Lock.HELD);
            assertThat(other.poll(NEVER)).isEmpty();
        }
    }

    @Test
    void refusesARenewalThatComesTooLate() {
        publish("slow");
        try (JobSource slow = open("slow");
                JobSource other = open("other")) {
            take(slow);
            take(other);
            assertThat(slow.renew()).isEqualTo(Lock.LOST);
            assertThat(other.settle(Acknowledgement.ACCEPT)).isEqualTo(Lock.HELD);
        }
    }

    @Test
    void keepsARecordForSeveralLockTimesByRenewal() {
        publish("long");
        try (JobSource source = open("a");
                JobSource other = open("other")) {
            AcquiredJob job = take(source);
            long period = source.lockTime().toMillis() / 3;
            for (int i = 0; i < 8; i++) {
                assertThat(other.poll(Duration.ofMillis(period))).isEmpty();
                assertThat(source.renew()).as("renewal %d", i).isEqualTo(Lock.HELD);
            }
            assertThat(text(job)).isEqualTo("long");
            assertThat(source.settle(Acknowledgement.ACCEPT)).isEqualTo(Lock.HELD);
            assertThat(other.poll(NEVER)).isEmpty();
        }
    }

    @Test
    void releasesTheRecordWhenItsMemberLeaves() {
        publish("left behind");
        long lockMillis;
        long began;
        try (JobSource leaving = open("leaving")) {
            take(leaving);
            lockMillis = leaving.lockTime().toMillis();
            began = System.nanoTime();
        }
        try (JobSource next = open("next")) {
            assertThat(text(take(next))).isEqualTo("left behind");
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isLessThan(lockMillis);
            assertThat(next.settle(Acknowledgement.ACCEPT)).isEqualTo(Lock.HELD);
        }
    }

    /** So an accepted acknowledgement does not prove that the lock was held; only the outcome decides. */
    @Test
    void cannotDistinguishALateAcceptOfARecordThatAnotherMemberFinished() {
        publish("lost");
        try (JobSource slow = open("slow");
                JobSource other = open("other")) {
            take(slow);
            take(other);
            assertThat(other.settle(Acknowledgement.ACCEPT)).isEqualTo(Lock.HELD);
            assertThat(slow.settle(Acknowledgement.ACCEPT)).isEqualTo(Lock.HELD);
            publish("next");
            assertThat(text(take(slow))).isEqualTo("next");
            assertThat(slow.settle(Acknowledgement.ACCEPT)).isEqualTo(Lock.HELD);
        }
    }

    @Test
    void continuesAfterALostLock() {
        publish("lost");
        try (JobSource slow = open("slow");
                JobSource other = open("other")) {
            take(slow);
            take(other);
            assertThat(slow.settle(Acknowledgement.RELEASE)).isEqualTo(Lock.LOST);
            assertThat(other.settle(Acknowledgement.ACCEPT)).isEqualTo(Lock.HELD);
        }
        publish("next");
        try (JobSource fresh = open("slow")) {
            assertThat(text(take(fresh))).isEqualTo("next");
            assertThat(fresh.settle(Acknowledgement.ACCEPT)).isEqualTo(Lock.HELD);
        }
    }
}
