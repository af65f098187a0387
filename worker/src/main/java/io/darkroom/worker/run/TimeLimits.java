package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * How long one attempt at a job may take, by its kind. It is looked at between denoising steps.
 *
 * @param standard for kinds that are not named
 * @param patience how much longer an attempt may go on without looking, e.g. inside native code, before it counts as stuck
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
     * @throws IllegalArgumentException if a name is no kind
     */
    public static TimeLimits of(Duration standard, Map<String, Duration> byName, Duration patience) {
        Map<JobKind, Duration> byKind = new EnumMap<>(JobKind.class);
        byName.forEach((name, limit) -> byKind.put(
                JobKind.find(name)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "darkroom.worker.time-limits names '" + name + "', which is no kind of job")),
                limit));
        return new TimeLimits(standard, byKind, patience);
    }

    Duration of(JobKind kind) {
        return Objects.requireNonNullElse(byKind.get(kind), standard);
    }
}
