package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Invariant.I7;

import io.darkroom.chaos.history.HistoryIndex;
import java.util.ArrayList;
import java.util.List;

/** No job is charged more attempts than it may have, whatever crashed meanwhile. */
final class BoundedAttempts implements Check {
    @Override
    public List<Violation> of(HistoryIndex index) {
        int limit = index.history().rules().attempts();
        List<Violation> found = new ArrayList<>();
        for (String job : index.withEvents()) {
            int charged = index.charged(job);
            if (charged > limit) {
                found.add(new Violation(
                        I7,
                        job,
                        "was charged " + charged + " attempts ("
                                + index.startsOf(job).size() + " starts), not at most " + limit));
            }
        }
        return found;
    }
}
