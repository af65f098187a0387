package io.darkroom.chaos.check;

import io.darkroom.chaos.history.Call;
import io.darkroom.chaos.history.Call.End;
import io.darkroom.chaos.history.Call.Verb;
import io.darkroom.chaos.history.FaultRun;
import io.darkroom.chaos.history.FinalState;
import io.darkroom.chaos.history.History;
import io.darkroom.chaos.history.Intent;
import io.darkroom.chaos.history.Intent.Want;
import io.darkroom.chaos.history.LogEntry;
import io.darkroom.chaos.history.LoggedJob;
import io.darkroom.chaos.history.Receipt;
import io.darkroom.chaos.history.Rules;
import io.darkroom.chaos.history.Stored;
import io.darkroom.chaos.history.StreamRead;
import io.darkroom.chaos.history.StreamRead.Line;
import io.darkroom.chaos.plan.FaultKind;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.contracts.outcome.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Builds a history step by step, second by second. What is not added did not happen. */
final class HistoryBuilder {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final List<Intent> intents = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();
    final List<LoggedJob> jobs = new ArrayList<>();
    final List<LogEntry> log = new ArrayList<>();
    final List<Stored> store = new ArrayList<>();
    final List<Receipt> receipts = new ArrayList<>();
    final List<StreamRead> streams = new ArrayList<>();
    final List<FaultRun> faults = new ArrayList<>();
    FinalState finalState = FinalState.clean();

    static Instant at(double second) {
        return START.plusMillis((long) (second * 1_000));
    }

    static String id(int number) {
        return JobId.random(number, new Random(number)).value();
    }

    HistoryBuilder wants(String intent, Want want, @Nullable String webhook) {
        intents.add(new Intent(intent, "key-" + intent, want, webhook, false, at(0)));
        return this;
    }

    HistoryBuilder call(
            String intent,
            Verb verb,
            double second,
            End end,
            int status,
            @Nullable String job,
            @Nullable String state) {
        calls.add(new Call(
                intent, verb, "body", at(second), 10, end, status, null, job, state, status == 503, "gateway"));
        return this;
    }

    HistoryBuilder accepted(String intent, String job) {
        return call(intent, Verb.SUBMIT, 0, End.OK, 202, job, "queued").logged(intent, job);
    }

    HistoryBuilder logged(String intent, String job) {
        jobs.add(new LoggedJob(job, intent, "darkroom.jobs.image.interactive.0", jobs.size(), at(0)));
        return this;
    }

    HistoryBuilder event(JobEvent event) {
        log.add(new LogEntry(0, log.size(), event));
        return this;
    }

    HistoryBuilder started(String job, int attempt, String worker, double second) {
        return event(new JobEvent.Started(1, new JobId(job), "default", attempt, 1, at(second), worker, null));
    }

    HistoryBuilder progress(String job, int attempt, int sequence, double second) {
        return event(new JobEvent.Progressed(1, new JobId(job), "default", attempt, sequence, at(second), 1, 2, 10));
    }

    HistoryBuilder released(String job, int attempt, String reason, double second) {
        return event(new JobEvent.Released(1, new JobId(job), "default", attempt, 9, at(second), reason, "why"));
    }

    HistoryBuilder finished(String job, Outcome outcome, double second) {
        return event(new JobEvent.Finished(
                1, new JobId(job), "default", outcome.attempt(), Integer.MAX_VALUE, at(second), outcome, null));
    }

    HistoryBuilder stored(Outcome outcome) {
        store.add(new Stored("jobs/default/" + outcome.jobId() + "/outcome.json", 100, "hash", outcome));
        for (OutputArtifact output : outcome.outputs()) {
            store.add(new Stored(output.key(), output.bytes(), output.sha256(), null));
        }
        return this;
    }

    static Outcome outcome(String job, JobState state, int attempt, String worker) {
        List<OutputArtifact> outputs = state == JobState.SUCCEEDED
                ? List.of(new OutputArtifact(
                        0, "image", key(job, attempt), "image/png", 5, "digest", 8, 8, null, null, 7, null))
                : List.of();
        Failure failure =
                state == JobState.FAILED ? Failure.of(FailureCode.ATTEMPTS_EXHAUSTED, "the workers died") : null;
        return new Outcome(
                1,
                new JobId(job),
                "default",
                JobKind.IMAGE_GENERATE,
                "tiny",
                state,
                attempt,
                worker,
                outputs,
                null,
                failure,
                List.of(),
                null,
                Usage.NONE,
                at(1),
                at(2));
    }

    static String key(String job, int attempt) {
        return "jobs/default/" + job + "/attempts/" + attempt + "-r/0.png";
    }

    HistoryBuilder receipt(String intent, String job, String id, String bytes, int answered, String state) {
        receipts.add(new Receipt(id, intent, at(3), answered, bytes, "job.completed", job, state, true));
        return this;
    }

    HistoryBuilder stream(String job, Object... numbersAndNames) {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < numbersAndNames.length; i += 2) {
            Integer number = (Integer) numbersAndNames[i];
            Long id = number < 0 ? null : number.longValue();
            lines.add(new Line(id, (String) numbersAndNames[i + 1], 1, 1, at(2)));
        }
        streams.add(new StreamRead(job, 1, lines));
        return this;
    }

    HistoryBuilder fault(FaultKind kind, String target, double begun, double healed) {
        faults.add(new FaultRun(faults.size() + 1, kind, target, at(begun), at(healed), false, ""));
        return this;
    }

    /** A job without faults: intended, accepted, started, run, stored, published, delivered, streamed. */
    static HistoryBuilder quiet() {
        String job = id(1);
        Outcome outcome = outcome(job, JobState.SUCCEEDED, 1, "worker-1");
        return new HistoryBuilder()
                        .wants("i1", Want.IMAGE, "http://127.0.0.1/hook/i1")
                        .accepted("i1", job)
                        .started(job, 1, "worker-1", 1)
                        .progress(job, 1, 2, 1.5)
                        .finished(job, outcome, 2)
                        .stored(outcome)
                        .receipt("i1", job, "msg_1", "bytes", 204, "succeeded")
                        .stream(job, 0, "job.queued", 1, "job.started", 2, "job.progress", 3, "job.succeeded");
    }

    History history() {
        return new History(
                7,
                new Rules(3, Duration.ofSeconds(15), 2_000_000),
                START,
                at(60),
                intents,
                calls,
                jobs,
                log,
                store,
                receipts,
                streams,
                faults,
                finalState);
    }

    List<Violation> check() {
        return Checker.check(history());
    }
}
