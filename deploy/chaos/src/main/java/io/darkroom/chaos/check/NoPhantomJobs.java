package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Invariant.I2;

import io.darkroom.chaos.history.Call;
import io.darkroom.chaos.history.HistoryIndex;
import io.darkroom.chaos.history.Intent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A job in the log, in the store or among the events belongs to a call that may have arrived. */
final class NoPhantomJobs implements Check {
    @Override
    public List<Violation> of(HistoryIndex index) {
        Set<String> jobs = new LinkedHashSet<>(index.logged());
        jobs.addAll(index.outcomes().keySet());
        jobs.addAll(index.withEvents());
        List<Violation> found = new ArrayList<>();
        for (String job : jobs) {
            Optional<Intent> intent = index.intentOf(job);
            if (intent.isEmpty()) {
                found.add(new Violation(I2, job, "exists, and no client submitted it"));
            } else if (allFailed(index.callsFor(intent.get()))) {
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
