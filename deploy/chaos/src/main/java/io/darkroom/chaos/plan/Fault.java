package io.darkroom.chaos.plan;

import java.time.Duration;
import java.util.Locale;

/**
 * One fault of a plan.
 *
 * @param number from 1, in the order of time
 * @param at after the start of the faults
 * @param target a component's name, such as {@code worker-2}, or the part's where there is only one
 * @param lasts from its beginning to the moment when it is healed
 * @param seed for the fault's own random choices
 */
public record Fault(int number, Duration at, FaultKind kind, String target, Duration lasts, long seed) {
    /** Such as {@code 12  1:07.3  worker-kill  worker-2  0.8 s}. */
    @Override
    public String toString() {
        double seconds = at.toMillis() / 1000.0;
        return String.format(
                Locale.ROOT,
                "%4d  %2d:%04.1f  %-26s %-10s %s",
                number,
                (int) seconds / 60,
                seconds % 60,
                kind.wireName(),
                target,
                lasts.isZero() ? "" : String.format(Locale.ROOT, "%.1f s", lasts.toMillis() / 1000.0));
    }
}
