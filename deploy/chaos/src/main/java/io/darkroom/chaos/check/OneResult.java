package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Invariant.I3;

import io.darkroom.chaos.history.Call;
import io.darkroom.chaos.history.Evidence;
import io.darkroom.chaos.history.Stored;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.OutputArtifact;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One outcome, and the same one for everybody: events, reads, webhooks; its artifacts lie in the store with its digests. */
final class OneResult implements Check {
    private static final Set<String> ENDS = Set.of("succeeded", "failed", "canceled", "expired");

    @Override
    public List<Violation> of(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        evidence.outcomes().forEach((job, outcome) -> {
            found.addAll(events(job, outcome, evidence));
            found.addAll(artifacts(job, outcome, evidence));
            found.addAll(reads(job, outcome, evidence));
            found.addAll(callbacks(job, outcome, evidence));
        });
        return found;
    }

    private static List<Violation> events(String job, Outcome outcome, Evidence evidence) {
        return evidence.eventsOf(job).stream()
                .filter(JobEvent.Finished.class::isInstance)
                .map(event -> ((JobEvent.Finished) event).outcome())
                .filter(told -> !told.equals(outcome))
                .map(told -> new Violation(
                        I3, job, "the store has " + brief(outcome) + ", but an event says " + brief(told)))
                .distinct()
                .toList();
    }

    private static List<Violation> artifacts(String job, Outcome outcome, Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        for (OutputArtifact output : outcome.outputs()) {
            Stored object = evidence.object(output.key());
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

    private static List<Violation> reads(String job, Outcome outcome, Evidence evidence) {
        return evidence.callsOf(job).stream()
                .filter(call -> call.end() == Call.End.OK && call.state() != null && ENDS.contains(call.state()))
                .filter(call -> !outcome.state().wireName().equals(call.state()))
                .map(call -> new Violation(
                        I3,
                        job,
                        "the store has " + brief(outcome) + ", but " + call.verb() + " at " + call.at() + " was told "
                                + call.state()))
                .toList();
    }

    private static List<Violation> callbacks(String job, Outcome outcome, Evidence evidence) {
        return evidence.intentOf(job).map(evidence::receiptsFor).orElse(List.of()).stream()
                .filter(receipt -> job.equals(receipt.jobId()) && receipt.type().equals("job.completed"))
                .filter(receipt -> !outcome.state().wireName().equals(receipt.state()))
                .map(receipt -> new Violation(
                        I3, job, "the store has " + brief(outcome) + ", but a webhook says " + receipt.state()))
                .toList();
    }

    private static String brief(Outcome outcome) {
        return outcome.state().wireName() + " by " + outcome.by() + " in attempt " + outcome.attempt() + " at "
                + outcome.finishedAt();
    }
}
