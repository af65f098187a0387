package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Invariant.I1;

import io.darkroom.chaos.history.Call;
import io.darkroom.chaos.history.HistoryIndex;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Each accepted job has an outcome, its end is published, and no later read denies it. */
final class NoLostJobs implements Check {
    @Override
    public List<Violation> of(HistoryIndex index) {
        List<Violation> found = new ArrayList<>();
        for (String job : index.accepted()) {
            Outcome outcome = index.outcomeOf(job);
            if (outcome == null) {
                found.add(new Violation(I1, job, "was accepted and has no outcome"));
            } else if (index.eventsOf(job).stream().noneMatch(JobEvent.Finished.class::isInstance)) {
                found.add(new Violation(I1, job, "ended " + outcome.state().wireName() + ", but no event has it"));
            }
            if (index.recordsOf(job).isEmpty()) {
                found.add(new Violation(I1, job, "was accepted and is not in the log"));
            }
            found.addAll(denied(job, index.callsOf(job)));
        }
        return found;
    }

    private static List<Violation> denied(String job, List<Call> calls) {
        return calls.stream()
                .filter(call -> call.verb() == Call.Verb.READ && call.status() == 404)
                .filter(call -> calls.stream()
                        .anyMatch(submit -> submit.verb() == Call.Verb.SUBMIT
                                && submit.end() == Call.End.OK
                                && submit.over().isBefore(call.at())))
                .map(call -> new Violation(I1, job, "was accepted, and a read at " + call.at() + " returned 404"))
                .limit(1)
                .toList();
    }
}
