package io.darkroom.gateway.project;

import io.darkroom.contracts.job.JobId;
import io.darkroom.gateway.view.RedisJobViews;
import io.darkroom.gateway.view.RedisJobViews.Write;
import io.darkroom.gateway.view.RedisJobViews.Written;
import io.darkroom.gateway.view.ViewFields.Versioned;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Projects a batch into the views: read, fold, write; views that changed meanwhile are read and folded again. */
@ApplicationScoped
public class Projector {
    private final RedisJobViews views;

    Projector(RedisJobViews views) {
        this.views = views;
    }

    /**
     * @throws EpochEndedException if Redis lost its data since {@code epoch} was read
     */
    void project(ProjectionBatch batch, String epoch) {
        Set<JobId> open = new LinkedHashSet<>(batch.jobs());
        while (!open.isEmpty()) {
            List<Write> writes = writes(batch, open);
            List<Written> answers = views.write(writes, epoch);
            open.clear();
            for (int i = 0; i < answers.size(); i++) {
                switch (answers.get(i)) {
                    case YES -> {}
                    case CONFLICT -> open.add(writes.get(i).view().id());
                    case EPOCH_ENDED -> throw new EpochEndedException();
                }
            }
        }
    }

    private List<Write> writes(ProjectionBatch batch, Set<JobId> jobs) {
        Map<JobId, Versioned> stored = views.read(jobs);
        List<Write> writes = new ArrayList<>(jobs.size());
        for (JobId id : jobs) {
            batch.fold(id, stored.get(id)).ifPresent(writes::add);
        }
        return writes;
    }

    /** Redis lost its data; the log has to be read again from its beginning. */
    static final class EpochEndedException extends RuntimeException {
        EpochEndedException() {
            super("the projection's epoch is over");
        }
    }
}
