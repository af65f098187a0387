package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Invariant.I3;

import io.darkroom.chaos.history.Call;
import io.darkroom.chaos.history.HistoryIndex;
import io.darkroom.chaos.history.Stored;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.OutputArtifact;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One outcome, the same for events, reads and webhooks; its artifacts are in the store with its digests. */
final class SingleOutcome implements Check {
    private static final Set<String> ENDS = Set.of("succeeded", "failed", "canceled", "expired");

    @Override
    public List<Violation> of(HistoryIndex index) {
        List<Violation> found = new ArrayList<>();
        index.outcomes().forEach((job, outcome) -> {
            found.addAll(events(job, outcome, index));
            found.addAll(artifacts(job, outcome, index));
            found.addAll(reads(job, outcome, index));
            found.addAll(callbacks(job, outcome, index));
        });
        return found;
    }

    private static List<Violation> events(String job, Outcome outcome, HistoryIndex index) {
        return index.eventsOf(job).stream()
                .filter(JobEvent.Finished.class::isInstance)
                .map(event -> ((JobEvent.Finished) event).outcome())
                .filter(published -> !published.equals(outcome))
                .map(published -> new Violation(
                        I3, job, "the store has " + summary(outcome) + ", but an event has " + summary(published)))
                .distinct()
                .toList();
    }

    private static List<Violation> artifacts(String job, Outcome outcome, HistoryIndex index) {
        List<Violation> found = new ArrayList<>();
        for (OutputArtifact output : outcome.outputs()) {
            Stored object = index.object(output.key());
            if (object == null) {
                found.add(new Violation(I3, job, "its outcome names " + output.key() + ", which is not in the store"));
            } else if (!object.sha256().equals(output.sha256()) || object.bytes() != output.bytes()) {
                found.add(new Violation(
                        I3,
                        job,
                        output.key() + " has " + object.bytes() + " bytes, SHA-256 " + object.sha256()
                                + ", not the outcome's " + output.bytes() + ", " + output.sha256()));
            }
        }
        return found;
    }

    private static List<Violation> reads(String job, Outcome outcome, HistoryIndex index) {
        return index.callsOf(job).stream()
                .filter(call -> call.end() == Call.End.OK && call.state() != null && ENDS.contains(call.state()))
                .filter(call -> !outcome.state().wireName().equals(call.state()))
                .map(call -> new Violation(
                        I3,
                        job,
                        "the store has " + summary(outcome) + ", but " + call.verb() + " at " + call.at() + " returned "
                                + call.state()))
                .toList();
    }

    private static List<Violation> callbacks(String job, Outcome outcome, HistoryIndex index) {
        return index.intentOf(job).map(index::receiptsFor).orElse(List.of()).stream()
                .filter(receipt -> job.equals(receipt.jobId()) && receipt.type().equals("job.completed"))
                .filter(receipt -> !outcome.state().wireName().equals(receipt.state()))
                .map(receipt -> new Violation(
                        I3, job, "the store has " + summary(outcome) + ", but a webhook has " + receipt.state()))
                .toList();
    }

    private static String summary(Outcome outcome) {
        return outcome.state().wireName() + " by " + outcome.by() + " in attempt " + outcome.attempt() + " at "
                + outcome.finishedAt();
    }
}
