package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Invariant.I5;

import io.darkroom.chaos.history.Call;
import io.darkroom.chaos.history.FaultRun;
import io.darkroom.chaos.history.HistoryIndex;
import io.darkroom.chaos.history.Intent;
import io.darkroom.chaos.plan.FaultKind.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One key and body name one job, however many call; another body is refused while Redis holds the first one. */
final class Idempotency implements Check {
    /** After Redis is back its views are rebuilt from the log; until then a key's first body is unknown. */
    private static final long REBUILD_MILLIS = 30_000;

    @Override
    public List<Violation> of(HistoryIndex index) {
        List<Violation> found = new ArrayList<>();
        for (Intent intent : index.intents()) {
            if (intent.key() == null) {
                continue;
            }
            List<Call> calls = index.callsFor(intent);
            Set<String> ids = calls.stream()
                    .filter(call -> call.verb() == Call.Verb.SUBMIT && call.end() == Call.End.OK)
                    .map(call -> String.valueOf(call.jobId()))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (ids.size() > 1) {
                found.add(new Violation(I5, ids.iterator().next(), "one key and body gave the jobs " + ids));
            }
            found.addAll(otherBodies(intent, calls, index.history().faults()));
        }
        return found;
    }

    private static List<Violation> otherBodies(Intent intent, List<Call> calls, List<FaultRun> faults) {
        return calls.stream()
                .filter(call -> call.verb() == Call.Verb.SUBMIT_OTHER_BODY && call.end() == Call.End.OK)
                .filter(call -> faults.stream()
                        .noneMatch(fault -> forgets(fault.kind().part())
                                && fault.touches(intent.at(), call.over(), REBUILD_MILLIS)))
                .map(call -> new Violation(
                        I5, call.jobId(), "a second body with the key of " + intent.id() + " was accepted"))
                .toList();
    }

    /** Views are in Redis, and come from the log through a gateway. */
    private static boolean forgets(Part part) {
        return part == Part.REDIS || part == Part.KAFKA || part == Part.GATEWAY;
    }
}
