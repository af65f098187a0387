package io.darkroom.chaos.check;

import io.darkroom.chaos.history.History;
import io.darkroom.chaos.history.HistoryIndex;
import java.util.ArrayList;
import java.util.List;

/** All checks. */
public final class Checker {
    private static final List<Check> CHECKS = List.of(
            new NoLostJobs(),
            new NoPhantomJobs(),
            new SingleOutcome(),
            new StreamOrder(),
            new Idempotency(),
            new CallbackDelivery(),
            new BoundedAttempts(),
            new BlastRadius(),
            new Conservation(),
            new NoOrphans(),
            new RecoveryTime(),
            new LoadShedding());

    private Checker() {}

    /** Every violation, by invariant. */
    public static List<Violation> check(History history) {
        HistoryIndex index = new HistoryIndex(history);
        List<Violation> found = new ArrayList<>();
        CHECKS.forEach(check -> found.addAll(check.of(index)));
        return List.copyOf(found);
    }
}
