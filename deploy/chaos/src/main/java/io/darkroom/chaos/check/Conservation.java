package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Invariant.I9;

import io.darkroom.chaos.history.FinalState;
import io.darkroom.chaos.history.HistoryIndex;
import java.util.ArrayList;
import java.util.List;

/** After the drain no slot, record or reservation is held. */
final class Conservation implements Check {
    @Override
    public List<Violation> of(HistoryIndex index) {
        FinalState after = index.history().finalState();
        List<Violation> found = new ArrayList<>();
        after.busySlots().forEach((worker, busy) -> {
            if (busy != 0) {
                found.add(new Violation(I9, null, worker + " still holds " + busy + " slots"));
            }
        });
        after.lag().forEach((group, lag) -> {
            if (lag != 0) {
                found.add(new Violation(I9, null, "the group " + group + " has not settled " + lag + " records"));
            }
        });
        after.heldKeys().forEach(key -> found.add(new Violation(I9, null, key + " is still held in Redis")));
        return found;
    }
}
