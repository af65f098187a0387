package io.darkroom.chaos.recovery;

import io.darkroom.chaos.history.FaultRun;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What went on again after a fault, and when.
 *
 * @param jobId the job that the fault hit; null: the next one of any
 * @param after from the measure's beginning; null: never
 */
public record Recovery(
        FaultRun fault,
        Measure measure,
        @Nullable String jobId,
        @Nullable Duration after) {
    /** From when to when. */
    public enum Measure {
        JOB_GOES_ON("from the fault until its job was started elsewhere or ended"),
        NEXT_END("from the fault until the next job ended"),
        NEXT_END_AFTER_HEALING("from the healing until the next job ended"),
        NEXT_CALL("from the fault until the next call was accepted"),
        NEXT_CALLBACK_AFTER_HEALING("from the healing until the next webhook was acknowledged");

        private final String sentence;

        Measure(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }
}
