package io.darkroom.chaos.check;

import io.darkroom.chaos.history.Evidence;
import io.darkroom.chaos.history.History;
import java.util.ArrayList;
import java.util.List;

/** All checks. */
public final class Checker {
    private static final List<Check> CHECKS = List.of(
            new NothingLost(),
            new NoPhantom(),
            new OneResult(),
            new InOrder(),
            new OncePerKey(),
            new CalledBack(),
            new BoundedAttempts(),
            new BlastRadius(),
            new GivenBack(),
            new NoOrphans(),
            new GoesOn(),
            new Shedding());

    private Checker() {}

    /** Every violation, by invariant. */
    public static List<Violation> check(History history) {
        Evidence evidence = new Evidence(history);
        List<Violation> found = new ArrayList<>();
        CHECKS.forEach(check -> found.addAll(check.of(evidence)));
        return List.copyOf(found);
    }
}
