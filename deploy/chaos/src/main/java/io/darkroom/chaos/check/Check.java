package io.darkroom.chaos.check;

import io.darkroom.chaos.history.Evidence;
import java.util.List;

/** Looks for violations of one invariant. */
@FunctionalInterface
interface Check {
    List<Violation> of(Evidence evidence);
}
