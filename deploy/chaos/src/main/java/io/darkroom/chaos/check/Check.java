package io.darkroom.chaos.check;

import io.darkroom.chaos.history.HistoryIndex;
import java.util.List;

/** Finds violations of one invariant. */
@FunctionalInterface
interface Check {
    List<Violation> of(HistoryIndex index);
}
