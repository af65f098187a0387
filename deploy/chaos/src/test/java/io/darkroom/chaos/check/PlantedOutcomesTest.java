package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.CheckerAssertions.assertBroken;
import static io.darkroom.chaos.check.CheckerAssertions.assertClean;
import static io.darkroom.chaos.check.CheckerAssertions.begun;
import static io.darkroom.chaos.check.HistoryBuilder.id;
import static io.darkroom.chaos.check.HistoryBuilder.outcome;
import static io.darkroom.chaos.check.HistoryBuilder.quiet;

import io.darkroom.chaos.history.Call.End;
import io.darkroom.chaos.history.Call.Verb;
import io.darkroom.chaos.history.Stored;
import io.darkroom.chaos.plan.FaultKind;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Outcome;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The checks of outcomes, streams and keys report a violation planted for each. */
class PlantedOutcomesTest {
    private static final String JOB = id(1);

    @Nested
    class I1 {
        @Test
        void anAcceptedJobWithoutOutcome() {
            assertBroken(begun().started(JOB, 1, "worker-1", 1), Invariant.I1);
        }

        @Test
        void anOutcomeWithoutAnEvent() {
            assertBroken(
                    begun().started(JOB, 1, "worker-1", 1).stored(outcome(JOB, JobState.SUCCEEDED, 1, "worker-1")),
                    Invariant.I1);
        }

        @Test
        void anAcceptedJobThatTheLogDoesNotHave() {
            HistoryBuilder scene = quiet();
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
            HistoryBuilder scene = quiet();
            scene.calls.clear();
            assertBroken(scene.call("i1", Verb.SUBMIT, 0, End.FAILED, 422, null, null), Invariant.I2);
        }

        @Test
        void aJobWithoutAnIntent() {
            Outcome outcome = outcome(id(9), JobState.SUCCEEDED, 1, "worker-1");
            assertBroken(quiet().stored(outcome), Invariant.I2);
        }
    }

    @Nested
    class I3 {
        @Test
        void anOutcomeThatWasWrittenOver() {
            HistoryBuilder scene = quiet();
            assertBroken(scene.finished(JOB, outcome(JOB, JobState.SUCCEEDED, 2, "worker-2"), 5), Invariant.I3);
        }

        @Test
        void anArtifactWithOtherBytes() {
            HistoryBuilder scene = quiet();
            scene.store.removeIf(object -> object.key().endsWith(".png"));
            scene.store.add(new Stored(HistoryBuilder.key(JOB, 1), 5, "other", null));
            assertBroken(scene, Invariant.I3);
        }

        @Test
        void anArtifactThatIsGone() {
            HistoryBuilder scene = quiet();
            scene.store.removeIf(object -> object.key().endsWith(".png"));
            assertBroken(scene, Invariant.I3);
        }

        @Test
        void aReadWithAnotherEnd() {
            assertBroken(quiet().call("i1", Verb.READ, 5, End.OK, 200, JOB, "canceled"), Invariant.I3);
        }

        @Test
        void aWebhookWithAnotherEnd() {
            HistoryBuilder scene = quiet();
            scene.receipts.clear();
            assertBroken(scene.receipt("i1", JOB, "msg_1", "bytes", 204, "failed"), Invariant.I3);
        }
    }

    @Nested
    class I4 {
        private HistoryBuilder read(Object... lines) {
            HistoryBuilder scene = quiet();
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
}
