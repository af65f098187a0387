package io.darkroom.gateway.retention;

import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.platform.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Decides which objects are due for removal. Pure. */
final class RetentionRules {
    /** How long the log keeps a job's record, and so may redeliver it. */
    private static final Duration LOG = Duration.ofDays(7);

    /** Orphans are searched for this long after a job's end; each search reads the outcome. */
    private static final Duration ORPHAN_WATCH = Duration.ofDays(3);

    private final Duration outputs;
    private final Duration outcomes;
    private final Duration orphans;
    private final Duration abandoned;
    private final Duration uploads;

    /** @throws IllegalArgumentException if the configured times are inconsistent */
    RetentionRules(RetentionConfig config) {
        outputs = config.outputs();
        outcomes = config.outcomes();
        orphans = config.orphans();
        abandoned = config.abandoned();
        uploads = config.uploads();
        atLeast("outcomes", outcomes, "darkroom.retention.outputs", outputs);
        atLeast("outcomes", outcomes, "the 7 days for which the log may redeliver a job", LOG);
        atLeast("abandoned", abandoned, "the 7 days for which the log may redeliver a job", LOG);
        atLeast("uploads", uploads, "the 7 days for which a job may wait for its inputs", LOG);
    }

    private static void atLeast(String name, Duration value, String what, Duration bound) {
        if (value.compareTo(bound) < 0) {
            throw new IllegalArgumentException("darkroom.retention." + name + " is " + value + ", but must be at least "
                    + what + " (" + bound + ")");
        }
    }

    /** Why an object is due. */
    enum Cause {
        OUTPUT,
        OUTCOME,
        ORPHAN,
        CHECKPOINT,
        ABANDONED,
        UPLOAD
    }

    /** An object that is due. */
    record Removal(String key, Cause cause) {}

    /**
     * The objects of one job that are due. The outcome is last, so that an interrupted sweep leaves no results without
     * an outcome.
     *
     * @param outputKeys reads the artifacts listed by the outcome; called only if needed
     */
    List<Removal> of(JobObjects job, Supplier<Optional<List<OutputArtifact>>> outputKeys, Instant now) {
        StoredObject outcome = job.outcome();
        if (outcome == null) {
            return isOlder(job.lastChange(), abandoned, now) ? all(job.all(), Cause.ABANDONED) : List.of();
        }
        if (isOlder(outcome.changedAt(), outcomes, now)) {
            return all(job.all(), Cause.OUTCOME);
        }
        List<Removal> removals = new ArrayList<>();
        if (isOlder(outcome.changedAt(), outputs, now)) {
            removals.addAll(all(job.artifacts(), Cause.OUTPUT));
        } else if (isOlder(outcome.changedAt(), orphans, now)
                && !isOlder(outcome.changedAt(), orphans.plus(ORPHAN_WATCH), now)
                && !job.artifacts().isEmpty()) {
            outputKeys.get().ifPresent(named -> removals.addAll(orphans(job, named, now)));
        }
        StoredObject checkpoint = job.checkpoint();
        if (checkpoint != null
                && isOlder(outcome.changedAt(), orphans, now)
                && isOlder(checkpoint.changedAt(), orphans, now)) {
            removals.add(new Removal(checkpoint.key(), Cause.CHECKPOINT));
        }
        return removals;
    }

    private List<Removal> orphans(JobObjects job, List<OutputArtifact> named, Instant now) {
        Set<String> kept = named.stream().map(OutputArtifact::key).collect(Collectors.toSet());
        return job.artifacts().stream()
                .filter(artifact -> !kept.contains(artifact.key()) && isOlder(artifact.changedAt(), orphans, now))
                .map(artifact -> new Removal(artifact.key(), Cause.ORPHAN))
                .toList();
    }

    Optional<Removal> ofUpload(StoredObject upload, Instant now) {
        return isOlder(upload.changedAt(), uploads, now)
                ? Optional.of(new Removal(upload.key(), Cause.UPLOAD))
                : Optional.empty();
    }

    private static List<Removal> all(List<StoredObject> objects, Cause cause) {
        return objects.stream().map(object -> new Removal(object.key(), cause)).toList();
    }

    private static boolean isOlder(Instant changedAt, Duration age, Instant now) {
        return !changedAt.plus(age).isAfter(now);
    }
}
