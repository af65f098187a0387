package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Invariant.I1;

import io.darkroom.chaos.history.Call;
import io.darkroom.chaos.history.Evidence;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Whatever a call was told is accepted has an outcome, whose end is told, and is never denied afterwards. */
final class NothingLost implements Check {
    @Override
    public List<Violation> of(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        for (String job : evidence.accepted()) {
            Outcome outcome = evidence.outcomeOf(job);
            if (outcome == null) {
                found.add(new Violation(I1, job, "was accepted and has no outcome"));
            } else if (evidence.eventsOf(job).stream().noneMatch(JobEvent.Finished.class::isInstance)) {
                found.add(new Violation(I1, job, "ended " + outcome.state().wireName() + ", but no event says so"));
            }
            if (evidence.recordsOf(job).isEmpty()) {
                found.add(new Violation(I1, job, "was accepted and is not in the log"));
            }
            found.addAll(denied(job, evidence.callsOf(job)));
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
                .map(call -> new Violation(I1, job, "was accepted, and a read at " + call.at() + " was told 404"))
                .limit(1)
                .toList();
    }
}
