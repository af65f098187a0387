package io.darkroom.chaos.check;

import static io.darkroom.chaos.check.Invariant.I11;

import io.darkroom.chaos.history.FaultRun;
import io.darkroom.chaos.history.HistoryIndex;
import io.darkroom.chaos.plan.FaultKind.Part;
import io.darkroom.chaos.recovery.Recoveries;
import io.darkroom.chaos.recovery.Recovery;
import io.darkroom.chaos.recovery.Recovery.Measure;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A job whose worker was killed, froze past its lock or left resumes in time. One that was hit by another fault meanwhile is
 * excluded here; the figures include it.
 */
final class RecoveryTime implements Check {
    private static final Set<Part> IN_THE_WAY = EnumSet.of(Part.WORKER, Part.KAFKA, Part.REDIS, Part.STORE, Part.JOB);

    @Override
    public List<Violation> of(HistoryIndex index) {
        Duration bound = index.history().rules().recoveryWithin();
        return Recoveries.of(index).stream()
                .filter(recovery -> recovery.measure() == Measure.JOB_GOES_ON)
                .filter(recovery -> recovery.after() == null || recovery.after().compareTo(bound) > 0)
                .filter(recovery ->
                        isAlone(recovery.fault(), bound, index.history().faults()))
                .map(recovery -> new Violation(I11, recovery.jobId(), sentence(recovery, bound)))
                .toList();
    }

    private static boolean isAlone(FaultRun fault, Duration bound, List<FaultRun> all) {
        Instant until = fault.begun().plus(bound);
        return all.stream()
                .filter(other -> other.number() != fault.number()
                        && IN_THE_WAY.contains(other.kind().part()))
                .noneMatch(other -> other.touches(fault.begun(), until, bound.toMillis()));
    }

    private static String sentence(Recovery recovery, Duration bound) {
        Duration after = recovery.after();
        FaultRun fault = recovery.fault();
        String when = after == null ? "never resumed" : "resumed only after " + after.toMillis() + " ms";
        return when + " when " + fault.kind().wireName() + " hit " + fault.target() + " at " + fault.begun()
                + "; the bound is " + bound.toMillis() + " ms";
    }
}
