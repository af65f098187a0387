package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.CheckerAssertions.after;
import static io.darkroom.chaos.check.CheckerAssertions.assertBroken;
import static io.darkroom.chaos.check.CheckerAssertions.assertClean;
import static io.darkroom.chaos.check.CheckerAssertions.begun;
import static io.darkroom.chaos.check.HistoryBuilder.at;
import static io.darkroom.chaos.check.HistoryBuilder.id;
import static io.darkroom.chaos.check.HistoryBuilder.outcome;
import static io.darkroom.chaos.check.HistoryBuilder.quiet;
import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.chaos.history.Call;
import io.darkroom.chaos.history.Call.End;
import io.darkroom.chaos.history.Call.Verb;
import io.darkroom.chaos.history.FinalState;
import io.darkroom.chaos.history.Receipt;
import io.darkroom.chaos.history.Stored;
import io.darkroom.chaos.plan.FaultKind;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The checks of callbacks, attempts and what is left behind report a violation planted for each. */
class PlantedFinalStateTest {
    private static final String JOB = id(1);

    @Nested
    class I6 {
        private HistoryBuilder receipts() {
            HistoryBuilder scene = quiet();
            scene.receipts.clear();
            return scene;
        }

        private Receipt startDelivery(String id) {
            return new Receipt(id, "i1", at(2), 204, "bytes", "job.started", JOB, "loading", true);
        }

        @Test
        void noDeliveryAtAll() {
            assertBroken(receipts(), Invariant.I6);
        }

        @Test
        void notAcknowledgedAndNotListed() {
            assertBroken(receipts().receipt("i1", JOB, "msg_1", "bytes", 500, "succeeded"), Invariant.I6);
        }

        @Test
        void triesWithDifferentIds() {
            assertBroken(quiet().receipt("i1", JOB, "msg_2", "bytes", 204, "succeeded"), Invariant.I6);
        }

        @Test
        void triesWithDifferentBytes() {
            assertBroken(quiet().receipt("i1", JOB, "msg_1", "others", 204, "succeeded"), Invariant.I6);
        }

        @Test
        void oneStartUnderTwoIds() {
            HistoryBuilder scene = quiet();
            scene.receipts.add(startDelivery("msg_a"));
            assertClean(scene);
            scene.receipts.add(startDelivery("msg_b"));
            assertBroken(scene, Invariant.I6);
        }

        @Test
        void aWrongSignature() {
            HistoryBuilder scene = receipts();
            scene.receipts.add(
                    new Receipt("msg_1", "i1", at(3), 204, "bytes", "job.completed", JOB, "succeeded", false));
            assertBroken(scene, Invariant.I6);
        }
    }

    @Nested
    class I7 {
        @Test
        void aFourthAttempt() {
            HistoryBuilder scene = begun();
            for (int attempt = 1; attempt <= 4; attempt++) {
                scene.started(JOB, attempt, "worker-1", attempt);
            }
            Outcome outcome = outcome(JOB, JobState.SUCCEEDED, 4, "worker-1");
            assertBroken(scene.finished(JOB, outcome, 9).stored(outcome), Invariant.I7);
        }

        @Test
        void attemptsThatStartFromOneAgain() {
            HistoryBuilder scene = begun();
            for (int run = 1; run <= 4; run++) {
                scene.started(JOB, 1, "worker-" + run, run);
            }
            Outcome outcome = outcome(JOB, JobState.SUCCEEDED, 1, "worker-4");
            assertBroken(scene.finished(JOB, outcome, 9).stored(outcome), Invariant.I7);
        }
    }

    @Nested
    class I8 {
        @Test
        void aJobThatFailedAlthoughItHadAttemptsLeft() {
            Outcome failed = outcome(JOB, JobState.FAILED, 1, "worker-1");
            HistoryBuilder scene = begun().started(JOB, 1, "worker-1", 1)
                    .finished(JOB, failed, 2)
                    .stored(failed);
            scene.finalState =
                    new FinalState(Map.of(), Map.of(), List.of(), List.of(), List.of(JOB), List.of(), false, Map.of());
            assertBroken(scene, Invariant.I8);
        }

        @Test
        void aCanceledJobWithoutACancelCall() {
            Outcome canceled = outcome(JOB, JobState.CANCELED, 0, "gateway");
            assertBroken(begun().finished(JOB, canceled, 2).stored(canceled), Invariant.I8);
        }

        @Test
        void anExhaustedJobWithoutDeadLetter() {
            Outcome failed = outcome(JOB, JobState.FAILED, 3, "worker-1");
            assertBroken(
                    begun().started(JOB, 1, "worker-1", 1)
                            .started(JOB, 2, "worker-1", 2)
                            .started(JOB, 3, "worker-1", 3)
                            .finished(JOB, failed, 4)
                            .stored(failed),
                    Invariant.I8);
        }
    }

    @Nested
    class I9 {
        @Test
        void aSlotThatIsHeld() {
            HistoryBuilder scene = quiet();
            scene.finalState = after(Map.of("worker-1", 1), Map.of(), List.of());
            assertBroken(scene, Invariant.I9);
        }

        @Test
        void aGroupWithABacklog() {
            HistoryBuilder scene = quiet();
            scene.finalState = after(Map.of(), Map.of("darkroom.gateway.notify", 3L), List.of());
            assertBroken(scene, Invariant.I9);
        }

        @Test
        void aReservationThatIsHeld() {
            HistoryBuilder scene = quiet();
            scene.finalState = after(Map.of(), Map.of(), List.of("darkroom:reserve:x"));
            assertBroken(scene, Invariant.I9);
        }
    }

    @Nested
    class I10 {
        @Test
        void aCheckpointOfAJobThatEnded() {
            HistoryBuilder scene = quiet();
            scene.store.add(new Stored("jobs/default/" + JOB + "/checkpoint", 5, "x", null));
            assertBroken(scene, Invariant.I10);
        }

        @Test
        void anArtifactThatNoOutcomeNamesAfterASweep() {
            HistoryBuilder scene = quiet();
            scene.store.add(new Stored(HistoryBuilder.key(JOB, 2), 5, "x", null));
            assertClean(scene);
            assertThat(NoOrphans.orphans(scene.history().store())).containsExactly(HistoryBuilder.key(JOB, 2));
            scene.finalState =
                    new FinalState(Map.of(), Map.of(), List.of(), List.of(), List.of(), List.of(), true, Map.of());
            assertBroken(scene, Invariant.I10);
        }

        @Test
        void aTemporaryFile() {
            HistoryBuilder scene = quiet();
            scene.finalState = new FinalState(
                    Map.of(), Map.of(), List.of(), List.of(), List.of(), List.of("frame.tmp"), false, Map.of());
            assertBroken(scene, Invariant.I10);
        }
    }

    @Nested
    class I11 {
        private HistoryBuilder hit(double resumes) {
            Outcome outcome = outcome(JOB, JobState.SUCCEEDED, 2, "worker-2");
            return begun().fault(FaultKind.WORKER_KILL, "worker-1", 1.2, 2)
                    .started(JOB, 1, "worker-1", 1)
                    .started(JOB, 2, "worker-2", resumes)
                    .finished(JOB, outcome, resumes + 1)
                    .stored(outcome);
        }

        @Test
        void aJobThatWentOnTooLate() {
            assertClean(hit(16));
            assertBroken(hit(16.3), Invariant.I11);
        }

        @Test
        void aSecondFaultMeanwhileExcusesIt() {
            assertClean(hit(30).fault(FaultKind.KAFKA_KILL, "kafka", 3, 8));
        }
    }

    @Nested
    class I12 {
        @Test
        void aRefusalWithoutRetryAfter() {
            HistoryBuilder scene = quiet();
            scene.calls.add(
                    new Call("i1", Verb.READ, "", at(5), 10, End.FAILED, 503, null, JOB, null, false, "gateway"));
            assertBroken(scene, Invariant.I12);
        }

        @Test
        void aDefect() {
            assertBroken(quiet().call("i1", Verb.READ, 5, End.UNKNOWN, 500, JOB, null), Invariant.I12);
        }

        @Test
        void aProcessThatGrows() {
            HistoryBuilder scene = quiet();
            scene.finalState = new FinalState(
                    Map.of(),
                    Map.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    false,
                    Map.of("gateway", 2_000_001L));
            assertBroken(scene, Invariant.I12);
        }
    }
}
