package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Maximum duration of one attempt, by kind of job. Checked between denoising steps.
 *
 * @param standard for kinds that are not listed
 * @param patience how much longer an attempt may run without a check, e.g. in native code, before it counts as stuck
 */
public record TimeLimits(Duration standard, Map<JobKind, Duration> byKind, Duration patience) {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    public TimeLimits(Duration standard, Map<JobKind, Duration> byKind) {
        this(standard, byKind, A_MINUTE);
    }

    public TimeLimits {
        byKind = Map.copyOf(byKind);
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("darkroom.worker.stuck-after must be above zero, not " + patience);
        }
        if (!standard.isPositive() || byKind.values().stream().anyMatch(limit -> !limit.isPositive())) {
            throw new IllegalArgumentException("time limits must be above zero, not " + standard + " and " + byKind
                    + "; see darkroom.worker.time-limits");
        }
    }

    /**
     * As configured.
     *
     * @throws IllegalArgumentException if a name is not a kind of job
     */
    public static TimeLimits of(Duration standard, Map<String, Duration> byName, Duration patience) {
        Map<JobKind, Duration> byKind = new EnumMap<>(JobKind.class);
        byName.forEach((name, limit) -> byKind.put(
                JobKind.find(name)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "darkroom.worker.time-limits names '" + name + "', which is not a kind of job")),
                limit));
        return new TimeLimits(standard, byKind, patience);
    }

    /** When an attempt counts as hanging. */
    Duration stuckAfter(JobKind kind) {
        return of(kind).plus(patience);
    }

    Duration of(JobKind kind) {
        return Objects.requireNonNullElse(byKind.get(kind), standard);
    }
}
