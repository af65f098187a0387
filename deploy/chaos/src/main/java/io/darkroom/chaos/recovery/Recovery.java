package io.darkroom.chaos.recovery;

import io.darkroom.chaos.history.FaultRun;
import io.darkroom.chaos.plan.FaultKind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What resumed after a fault, and when.
 *
 * @param jobId the job that the fault hit; null: the next one of any
 * @param after from the measure's beginning; null: never
 */
public record Recovery(
        FaultRun fault,
        Measure measure,
        @Nullable String jobId,
        @Nullable Duration after) {
    private static final Set<FaultKind.Part> NEEDED = EnumSet.of(
            FaultKind.Part.WORKER,
            FaultKind.Part.KAFKA,
            FaultKind.Part.REDIS,
            FaultKind.Part.STORE,
            FaultKind.Part.JOB);
    private static final Duration CATCHING_UP = Duration.ofSeconds(5);

    /** Whether another worker could take over: no component that this needs was faulty, or had just recovered, meanwhile. */
    boolean alone(List<FaultRun> faults) {
        Instant over = after == null ? fault.healed() : fault.begun().plus(after);
        return faults.stream()
                .filter(other -> other.number() != fault.number())
                .filter(other -> NEEDED.contains(other.kind().part()))
                .noneMatch(other -> other.touches(fault.begun(), over, CATCHING_UP.toMillis()));
    }

    /** From when to when. */
    public enum Measure {
        JOB_GOES_ON("from the fault until its job was started elsewhere or ended"),
        NEXT_END("from the fault until the next job ended"),
        NEXT_END_AFTER_HEALING("from the end of the fault until the next job ended"),
        NEXT_CALL("from the fault until the next call was accepted"),
        NEXT_CALLBACK_AFTER_HEALING("from the end of the fault until the next webhook was acknowledged");

        private final String sentence;

        Measure(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }
}
