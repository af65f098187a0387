package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Scene.at;
import static io.darkroom.chaos.check.Scene.id;
import static io.darkroom.chaos.check.Scene.outcome;
import static io.darkroom.chaos.check.Scene.quiet;
import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.chaos.history.Aftermath;
import io.darkroom.chaos.history.Call;
import io.darkroom.chaos.history.Call.End;
import io.darkroom.chaos.history.Call.Verb;
import io.darkroom.chaos.history.Evidence;
import io.darkroom.chaos.history.History;
import io.darkroom.chaos.history.Intent.Want;
import io.darkroom.chaos.history.Receipt;
import io.darkroom.chaos.history.Stored;
import io.darkroom.chaos.plan.FaultKind;
import io.darkroom.contracts.event.JobEvent.Released;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check is silent on what is legal and speaks up on a violation planted for it. */
class CheckerTest {
    private static final String JOB = id(1);

    private static void assertBroken(Scene scene, Invariant... invariants) {
        assertThat(scene.check()).extracting(Violation::invariant).containsOnly(invariants);
    }

    private static void assertClean(Scene scene) {
        assertThat(scene.check()).isEmpty();
    }

    private static Aftermath after(Map<String, Integer> busy, Map<String, Long> lag, List<String> keys) {
        return new Aftermath(busy, lag, keys, List.of(), List.of(), List.of(), false, Map.of());
    }

    /** Wanted and accepted, and then only what the test tells. */
    private static Scene begun() {
        return new Scene().wants("i1", Want.PICTURE, null).accepted("i1", JOB);
    }

    @Nested
    class Clean {
        @Test
        void aQuietDay() {
            assertClean(quiet());
        }

        @Test
        void aJobWhoseWorkerDiedAndThatWentOnElsewhere() {
            Outcome outcome = outcome(JOB, JobState.SUCCEEDED, 2, "worker-2");
            assertClean(begun()
                    .fault(FaultKind.WORKER_KILL, "worker-1", 1.2, 2)
                    .started(JOB, 1, "worker-1", 1)
                    .started(JOB, 2, "worker-2", 1.6)
                    .finished(JOB, outcome, 2)
                    .stored(outcome)
                    .stream(JOB, 0, "job.queued", 1, "job.started", 2, "job.started", 3, "job.succeeded"));
        }

        @Test
        void aCallWithoutAnAnswerWhoseJobExists() {
            Outcome outcome = outcome(JOB, JobState.SUCCEEDED, 1, "worker-1");
            assertClean(new Scene()
                    .wants("i1", Want.PICTURE, null)
                    .call("i1", Verb.SUBMIT, 0, End.UNKNOWN, 0, null, null)
                    .logged("i1", JOB)
                    .started(JOB, 1, "worker-1", 1)
                    .finished(JOB, outcome, 2)
                    .stored(outcome));
        }

        @Test
        void aCallWithoutAnAnswerWhoseJobDoesNotExist() {
            assertClean(
                    new Scene().wants("i1", Want.PICTURE, null).call("i1", Verb.SUBMIT, 0, End.UNKNOWN, 0, null, null));
        }

        @Test
        void theEndToldTwiceAndAStaleEventAfterIt() {
            Scene scene = quiet();
            Outcome outcome = outcome(JOB, JobState.SUCCEEDED, 1, "worker-1");
            assertClean(scene.finished(JOB, outcome, 3).progress(JOB, 1, 3, 4));
        }

        @Test
        void aReaderThatGetsTheEndFromTheStoreWithoutANumber() {
            Scene scene = quiet();
            scene.streams.clear();
            assertClean(scene.stream(JOB, 0, "job.queued", 1, "job.started", -1, "job.succeeded"));
        }

        @Test
        void attemptsGivenBackByShutdownsAreNotCharged() {
            Scene scene = begun();
            for (int attempt = 1; attempt <= 6; attempt++) {
                scene.started(JOB, attempt, "worker-1", attempt)
                        .released(JOB, attempt, Released.SHUTDOWN, attempt + 0.5);
            }
            Outcome outcome = outcome(JOB, JobState.SUCCEEDED, 7, "worker-1");
            assertClean(scene.started(JOB, 7, "worker-1", 8)
                    .finished(JOB, outcome, 9)
                    .stored(outcome));
        }

        @Test
        void aPoisonJobThatSpentItsAttempts() {
            Outcome failed = outcome(JOB, JobState.FAILED, 3, "worker-2");
            Scene scene = new Scene()
                    .wants("i1", Want.POISON, null)
                    .accepted("i1", JOB)
                    .started(JOB, 1, "worker-1", 1)
                    .started(JOB, 2, "worker-2", 2)
                    .started(JOB, 3, "worker-1", 3)
                    .finished(JOB, failed, 4)
                    .stored(failed);
            scene.aftermath = new Aftermath(
                    Map.of("worker-1", 0),
                    Map.of("group", 0L),
                    List.of(),
                    List.of(),
                    List.of(JOB),
                    List.of(),
                    false,
                    Map.of("worker-1", 900_000L));
            assertClean(scene);
        }

        @Test
        void anUndeliveredCallbackThatIsListed() {
            Scene scene = quiet();
            scene.receipts.clear();
            scene.receipt("i1", JOB, "msg_1", "bytes", 500, "succeeded");
            scene.aftermath = new Aftermath(
                    Map.of(), Map.of(), List.of(), List.of("msg_1", JOB), List.of(), List.of(), false, Map.of());
            assertClean(scene);
        }

        @Test
        void aHistoryThatWasWrittenAndReadAgainIsTheSame(@TempDir Path folder) {
            History history = quiet().fault(FaultKind.KAFKA_KILL, "kafka", 1, 2).history();
            Path file = folder.resolve("history.json.gz");
            history.write(file);
            assertThat(History.read(file)).isEqualTo(history);
        }
    }

    @Nested
    class I1 {
        @Test
        void anAcceptedJobWithoutOutcome() {
            assertBroken(begun().started(JOB, 1, "worker-1", 1), Invariant.I1);
        }

        @Test
        void anOutcomeThatNoEventTells() {
            assertBroken(
                    begun().started(JOB, 1, "worker-1", 1).stored(outcome(JOB, JobState.SUCCEEDED, 1, "worker-1")),
                    Invariant.I1);
        }

        @Test
        void anAcceptedJobThatTheLogDoesNotHave() {
            Scene scene = quiet();
            scene.jobs.clear();
            assertBroken(scene, Invariant.I1);
        }

        @Test
        void anAcceptedJobThatIsDenied() {
            assertBroken(quiet().call("i1", Verb.READ, 5, End.FAILED, 404, JOB, null), Invariant.I1);
        }
    }

    @Nested
    class I2 {
        @Test
        void aJobWhoseCallsAllFailed() {
            Scene scene = quiet();
            scene.calls.clear();
            assertBroken(scene.call("i1", Verb.SUBMIT, 0, End.FAILED, 422, null, null), Invariant.I2);
        }

        @Test
        void aJobThatNobodyWanted() {
            Outcome outcome = outcome(id(9), JobState.SUCCEEDED, 1, "worker-1");
            assertBroken(quiet().stored(outcome), Invariant.I2);
        }
    }

    @Nested
    class I3 {
        @Test
        void anOutcomeThatWasWrittenOver() {
            Scene scene = quiet();
            assertBroken(scene.finished(JOB, outcome(JOB, JobState.SUCCEEDED, 2, "worker-2"), 5), Invariant.I3);
        }

        @Test
        void anArtifactWithOtherBytes() {
            Scene scene = quiet();
            scene.store.removeIf(object -> object.key().endsWith(".png"));
            scene.store.add(new Stored(Scene.key(JOB, 1), 5, "other", null));
            assertBroken(scene, Invariant.I3);
        }

        @Test
        void anArtifactThatIsGone() {
            Scene scene = quiet();
            scene.store.removeIf(object -> object.key().endsWith(".png"));
            assertBroken(scene, Invariant.I3);
        }

        @Test
        void aReaderThatWasToldAnotherEnd() {
            assertBroken(quiet().call("i1", Verb.READ, 5, End.OK, 200, JOB, "canceled"), Invariant.I3);
        }

        @Test
        void aReceiverThatWasToldAnotherEnd() {
            Scene scene = quiet();
            scene.receipts.clear();
            assertBroken(scene.receipt("i1", JOB, "msg_1", "bytes", 204, "failed"), Invariant.I3);
        }
    }

    @Nested
    class I4 {
        private Scene read(Object... lines) {
            Scene scene = quiet();
            scene.streams.clear();
            return scene.stream(JOB, lines);
        }

        @Test
        void aGap() {
            assertBroken(read(0, "job.queued", 2, "job.progress", 3, "job.succeeded"), Invariant.I4);
        }

        @Test
        void aRepetition() {
            assertBroken(
                    read(0, "job.queued", 1, "job.started", 1, "job.started", 2, "job.progress", 3, "job.succeeded"),
                    Invariant.I4);
        }

        @Test
        void somethingAfterTheEnd() {
            assertBroken(
                    read(0, "job.queued", 1, "job.started", 2, "job.progress", 3, "job.succeeded", 4, "job.progress"),
                    Invariant.I4);
        }

        @Test
        void anEventThatTheLogDoesNotHave() {
            assertBroken(read(0, "job.queued", 1, "job.started", 2, "job.output", 3, "job.succeeded"), Invariant.I4);
        }

        @Test
        void aStreamWithoutAnEnd() {
            assertBroken(read(0, "job.queued", 1, "job.started"), Invariant.I4);
        }
    }

    @Nested
    class I5 {
        @Test
        void oneKeyThatGaveTwoJobs() {
            String other = id(2);
            Outcome outcome = outcome(other, JobState.SUCCEEDED, 1, "worker-1");
            assertBroken(
                    quiet().accepted("i1", other)
                            .started(other, 1, "worker-1", 1)
                            .finished(other, outcome, 2)
                            .stored(outcome)
                            .receipt("i1", other, "msg_2", "bytes", 204, "succeeded"),
                    Invariant.I5);
        }

        @Test
        void anotherBodyThatWasAccepted() {
            assertBroken(quiet().call("i1", Verb.SUBMIT_OTHER_BODY, 5, End.OK, 202, JOB, "succeeded"), Invariant.I5);
        }

        @Test
        void anotherBodyWhileRedisHadForgottenTheFirstIsNoViolation() {
            assertClean(quiet().fault(FaultKind.REDIS_FLUSH, "redis", 4, 4)
                    .call("i1", Verb.SUBMIT_OTHER_BODY, 5, End.OK, 202, JOB, "queued"));
        }
    }

    @Nested
    class I6 {
        private Scene receipts() {
            Scene scene = quiet();
            scene.receipts.clear();
            return scene;
        }

        @Test
        void nobodyCalled() {
            assertBroken(receipts(), Invariant.I6);
        }

        @Test
        void nobodyAcknowledgedAndItIsNotListed() {
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
        void aWrongSignature() {
            Scene scene = receipts();
            scene.receipts.add(
                    new Receipt("msg_1", "i1", at(3), 204, "bytes", "job.completed", JOB, "succeeded", false));
            assertBroken(scene, Invariant.I6);
        }
    }

    @Nested
    class I7 {
        @Test
        void aFourthAttempt() {
            Scene scene = begun();
            for (int attempt = 1; attempt <= 4; attempt++) {
                scene.started(JOB, attempt, "worker-1", attempt);
            }
            Outcome outcome = outcome(JOB, JobState.SUCCEEDED, 4, "worker-1");
            assertBroken(scene.finished(JOB, outcome, 9).stored(outcome), Invariant.I7);
        }

        @Test
        void attemptsThatStartFromOneAgain() {
            Scene scene = begun();
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
            Scene scene = begun().started(JOB, 1, "worker-1", 1)
                    .finished(JOB, failed, 2)
                    .stored(failed);
            scene.aftermath =
                    new Aftermath(Map.of(), Map.of(), List.of(), List.of(), List.of(JOB), List.of(), false, Map.of());
            assertBroken(scene, Invariant.I8);
        }

        @Test
        void aCanceledJobThatNobodyCanceled() {
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
            Scene scene = quiet();
            scene.aftermath = after(Map.of("worker-1", 1), Map.of(), List.of());
            assertBroken(scene, Invariant.I9);
        }

        @Test
        void aGroupWithABacklog() {
            Scene scene = quiet();
            scene.aftermath = after(Map.of(), Map.of("darkroom.gateway.notify", 3L), List.of());
            assertBroken(scene, Invariant.I9);
        }

        @Test
        void aReservationThatIsHeld() {
            Scene scene = quiet();
            scene.aftermath = after(Map.of(), Map.of(), List.of("darkroom:reserve:x"));
            assertBroken(scene, Invariant.I9);
        }
    }

    @Nested
    class I10 {
        @Test
        void aCheckpointOfAJobThatEnded() {
            Scene scene = quiet();
            scene.store.add(new Stored("jobs/default/" + JOB + "/checkpoint", 5, "x", null));
            assertBroken(scene, Invariant.I10);
        }

        @Test
        void anArtifactThatNoOutcomeNamesAfterASweep() {
            Scene scene = quiet();
            scene.store.add(new Stored(Scene.key(JOB, 2), 5, "x", null));
            assertClean(scene);
            assertThat(NoOrphans.orphans(new Evidence(scene.history()))).containsExactly(Scene.key(JOB, 2));
            scene.aftermath =
                    new Aftermath(Map.of(), Map.of(), List.of(), List.of(), List.of(), List.of(), true, Map.of());
            assertBroken(scene, Invariant.I10);
        }

        @Test
        void aTemporaryFile() {
            Scene scene = quiet();
            scene.aftermath = new Aftermath(
                    Map.of(), Map.of(), List.of(), List.of(), List.of(), List.of("frame.tmp"), false, Map.of());
            assertBroken(scene, Invariant.I10);
        }
    }

    @Nested
    class I11 {
        private Scene hit(double goesOn) {
            Outcome outcome = outcome(JOB, JobState.SUCCEEDED, 2, "worker-2");
            return begun().fault(FaultKind.WORKER_KILL, "worker-1", 1.2, 2)
                    .started(JOB, 1, "worker-1", 1)
                    .started(JOB, 2, "worker-2", goesOn)
                    .finished(JOB, outcome, goesOn + 1)
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
        void aRefusalThatDoesNotSayWhenToComeBack() {
            Scene scene = quiet();
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
            Scene scene = quiet();
            scene.aftermath = new Aftermath(
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

    @Test
    void theStoryOfAJobHasEverySide() {
        Scene scene = quiet().fault(FaultKind.STORE_503, "s3", 1, 2);
        assertThat(Story.of(new Evidence(scene.history()), JOB))
                .contains("wanted", "SUBMIT OK 202", "record", "started on worker-1", "finished", "webhook", "stream")
                .contains("FAULT   store-503 s3");
    }
}
