package io.darkroom.gateway.retention;

import io.darkroom.contracts.job.JobId;
import io.darkroom.gateway.platform.S3Objects.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Everything that lies in the store of one job. */
final class JobObjects {
    private static final Pattern KEY = Pattern.compile("jobs/([^/]+)/(job_[0-9a-z]+)/(.+)");

    private final String tenant;
    private final JobId id;
    private final List<Stored> artifacts = new ArrayList<>();
    private @Nullable Stored outcome;
    private @Nullable Stored checkpoint;

    private JobObjects(String tenant, JobId id) {
        this.tenant = tenant;
        this.id = id;
    }

    /** The job that an object belongs to; empty if it is none of a job. */
    static Optional<JobObjects> of(Stored object) {
        Matcher parts = KEY.matcher(object.key());
        return parts.matches() && JobId.isValid(parts.group(2))
                ? Optional.of(new JobObjects(parts.group(1), new JobId(parts.group(2))))
                : Optional.empty();
    }

    boolean holds(Stored object) {
        return object.key().startsWith("jobs/" + tenant + "/" + id.value() + "/");
    }

    void add(Stored object) {
        String name = object.key()
                .substring(object.key().indexOf(id.value()) + id.value().length() + 1);
        switch (name) {
            case "outcome.json" -> outcome = object;
            case "checkpoint" -> checkpoint = object;
            default -> artifacts.add(object);
        }
    }

    String tenant() {
        return tenant;
    }

    JobId id() {
        return id;
    }

    @Nullable
    Stored outcome() {
        return outcome;
    }

    @Nullable
    Stored checkpoint() {
        return checkpoint;
    }

    List<Stored> artifacts() {
        return artifacts;
    }

    /** When something of it changed last. */
    Instant lastChange() {
        Instant last = Instant.MIN;
        for (Stored object : all()) {
            last = object.changedAt().isAfter(last) ? object.changedAt() : last;
        }
        return last;
    }

    List<Stored> all() {
        List<Stored> all = new ArrayList<>(artifacts);
        if (checkpoint != null) {
            all.add(checkpoint);
        }
        if (outcome != null) {
            all.add(outcome);
        }
        return all;
    }
}
