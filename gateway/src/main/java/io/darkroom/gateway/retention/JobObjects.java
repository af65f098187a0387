package io.darkroom.gateway.retention;

import io.darkroom.contracts.job.JobId;
import io.darkroom.platform.store.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All objects of one job in the store. */
final class JobObjects {
    private static final Pattern KEY = Pattern.compile("jobs/([^/]+)/(job_[0-9a-z]+)/(.+)");

    private final String tenant;
    private final JobId id;
    private final List<StoredObject> artifacts = new ArrayList<>();
    private @Nullable StoredObject outcome;
    private @Nullable StoredObject checkpoint;

    private JobObjects(String tenant, JobId id) {
        this.tenant = tenant;
        this.id = id;
    }

    /** The job that an object belongs to; empty if it belongs to none. */
    static Optional<JobObjects> of(StoredObject object) {
        Matcher parts = KEY.matcher(object.key());
        return parts.matches() && JobId.isValid(parts.group(2))
                ? Optional.of(new JobObjects(parts.group(1), new JobId(parts.group(2))))
                : Optional.empty();
    }

    boolean contains(StoredObject object) {
        return object.key().startsWith("jobs/" + tenant + "/" + id.value() + "/");
    }

    void add(StoredObject object) {
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
    StoredObject outcome() {
        return outcome;
    }

    @Nullable
    StoredObject checkpoint() {
        return checkpoint;
    }

    List<StoredObject> artifacts() {
        return artifacts;
    }

    /** The latest modification time of its objects. */
    Instant lastChange() {
        Instant last = Instant.MIN;
        for (StoredObject object : all()) {
            last = object.changedAt().isAfter(last) ? object.changedAt() : last;
        }
        return last;
    }

    List<StoredObject> all() {
        List<StoredObject> all = new ArrayList<>(artifacts);
        if (checkpoint != null) {
            all.add(checkpoint);
        }
        if (outcome != null) {
            all.add(outcome);
        }
        return all;
    }
}
