package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.CheckerAssertions.assertClean;
import static io.darkroom.chaos.check.CheckerAssertions.begun;
import static io.darkroom.chaos.check.HistoryBuilder.id;
import static io.darkroom.chaos.check.HistoryBuilder.outcome;
import static io.darkroom.chaos.check.HistoryBuilder.quiet;
import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.chaos.history.Call.End;
import io.darkroom.chaos.history.Call.Verb;
import io.darkroom.chaos.history.FinalState;
import io.darkroom.chaos.history.History;
import io.darkroom.chaos.history.HistoryIndex;
import io.darkroom.chaos.history.Intent.Want;
import io.darkroom.chaos.plan.FaultKind;
import io.darkroom.contracts.event.JobEvent.Released;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is legal breaks no check, however odd it timer. */
class LegalHistoriesTest {
    private static final String JOB = id(1);

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
        assertClean(new HistoryBuilder()
                .wants("i1", Want.IMAGE, null)
                .call("i1", Verb.SUBMIT, 0, End.UNKNOWN, 0, null, null)
                .logged("i1", JOB)
                .started(JOB, 1, "worker-1", 1)
                .finished(JOB, outcome, 2)
                .stored(outcome));
    }

    @Test
    void aCallWithoutAnAnswerWhoseJobDoesNotExist() {
        assertClean(new HistoryBuilder()
                .wants("i1", Want.IMAGE, null)
                .call("i1", Verb.SUBMIT, 0, End.UNKNOWN, 0, null, null));
    }

    @Test
    void theEndPublishedTwiceAndAStaleEventAfterIt() {
        HistoryBuilder scene = quiet();
        Outcome outcome = outcome(JOB, JobState.SUCCEEDED, 1, "worker-1");
        assertClean(scene.finished(JOB, outcome, 3).progress(JOB, 1, 3, 4));
    }

    @Test
    void aReaderThatGetsTheEndFromTheStoreWithoutANumber() {
        HistoryBuilder scene = quiet();
        scene.streams.clear();
        assertClean(scene.stream(JOB, 0, "job.queued", 1, "job.started", -1, "job.succeeded"));
    }

    @Test
    void attemptsReleasedByShutdownsAreNotCharged() {
        HistoryBuilder scene = begun();
        for (int attempt = 1; attempt <= 6; attempt++) {
            scene.started(JOB, attempt, "worker-1", attempt).released(JOB, attempt, Released.SHUTDOWN, attempt + 0.5);
        }
        Outcome outcome = outcome(JOB, JobState.SUCCEEDED, 7, "worker-1");
        assertClean(
                scene.started(JOB, 7, "worker-1", 8).finished(JOB, outcome, 9).stored(outcome));
    }

    @Test
    void aPoisonJobThatSpentItsAttempts() {
        Outcome failed = outcome(JOB, JobState.FAILED, 3, "worker-2");
        HistoryBuilder scene = new HistoryBuilder()
                .wants("i1", Want.POISON, null)
                .accepted("i1", JOB)
                .started(JOB, 1, "worker-1", 1)
                .started(JOB, 2, "worker-2", 2)
                .started(JOB, 3, "worker-1", 3)
                .finished(JOB, failed, 4)
                .stored(failed);
        scene.finalState = new FinalState(
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
        HistoryBuilder scene = quiet();
        scene.receipts.clear();
        scene.receipt("i1", JOB, "msg_1", "bytes", 500, "succeeded");
        scene.finalState = new FinalState(
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

    @Test
    void theTimelineOfAJobHasEverySource() {
        HistoryBuilder scene = quiet().fault(FaultKind.STORE_503, "s3", 1, 2);
        assertThat(JobTimeline.of(new HistoryIndex(scene.history()), JOB))
                .contains("intent", "SUBMIT OK 202", "record", "started on worker-1", "finished", "webhook", "stream")
                .contains("FAULT   store-503 s3");
    }
}
