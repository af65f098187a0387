package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Invariant.I2;

import io.darkroom.chaos.history.Call;
import io.darkroom.chaos.history.Evidence;
import io.darkroom.chaos.history.Intent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A job in the log, in the store or among the events was wanted by a call that at least may have arrived. */
final class NoPhantom implements Check {
    @Override
    public List<Violation> of(Evidence evidence) {
        Set<String> jobs = new LinkedHashSet<>(evidence.logged());
        jobs.addAll(evidence.outcomes().keySet());
        jobs.addAll(evidence.told());
        List<Violation> found = new ArrayList<>();
        for (String job : jobs) {
            Optional<Intent> intent = evidence.intentOf(job);
            if (intent.isEmpty()) {
                found.add(new Violation(I2, job, "exists, and no client wanted it"));
            } else if (allFailed(evidence.callsFor(intent.get()))) {
                found.add(new Violation(
                        I2,
                        job,
                        "exists, although every call for " + intent.get().id() + " definitely failed"));
            }
        }
        return found;
    }

    private static boolean allFailed(List<Call> calls) {
        return calls.stream()
                .filter(call -> call.verb() == Call.Verb.SUBMIT || call.verb() == Call.Verb.SUBMIT_OTHER_BODY)
                .allMatch(call -> call.end() == Call.End.FAILED);
    }
}
