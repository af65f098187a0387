package io.darkroom.chaos.history;

import io.darkroom.chaos.plan.FaultKind;
import java.time.Instant;

/**
 * A fault as it happened.
 *
 * @param begun when it became active
 * @param healed when it ended; the component may need longer to recover
 * @param note what it did; why not, if it was skipped
 */
public record FaultRun(
        int number, FaultKind kind, String target, Instant begun, Instant healed, boolean skipped, String note) {
    /** Whether it was active, or over for less than this long, at any moment between the two. */
    public boolean touches(Instant from, Instant to, long afterMillis) {
        return !skipped && !begun.isAfter(to) && !healed.plusMillis(afterMillis).isBefore(from);
    }
}
