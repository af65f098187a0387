package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobState;
import io.darkroom.platform.redis.RedisUnavailableException;
import io.darkroom.worker.view.CancelFlags;
import io.darkroom.worker.view.JobView;
import io.darkroom.worker.view.JobViews;
import io.darkroom.worker.view.RunningJobs;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The hot view in memory; can be made unavailable. */
public final class FakeViews implements JobViews, CancelFlags, RunningJobs {
    private final Map<JobId, JobView> views = new ConcurrentHashMap<>();
    private final Set<JobId> flags = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<JobId>> running = new ConcurrentHashMap<>();
    private volatile boolean down;
    private volatile Error defect;

    public void down(boolean yes) {
        this.down = yes;
    }

    /** Every read of a view fails in a way that no caller expects; null: not any more. */
    public void breakWith(Error error) {
        this.defect = error;
    }

    public void show(JobId id, JobView view) {
        views.put(id, view);
    }

    public void raise(JobId id) {
        flags.add(id);
    }

    /** Sets the jobs that the worker reports as running. */
    public void runs(String worker, JobId... jobs) {
        running.put(worker, Set.of(jobs));
    }

    @Override
    public boolean at(String worker, JobId job) {
        if (down) {
            throw new RedisUnavailableException("Redis is down", new IllegalStateException());
        }
        return running.getOrDefault(worker, Set.of()).contains(job);
    }

    @Override
    public Optional<JobView> find(JobId id) {
        if (defect != null) {
            throw defect;
        }
        return down ? Optional.empty() : Optional.ofNullable(views.get(id));
    }

    @Override
    public void tried(JobId id) {
        if (!down) {
            views.merge(
                    id,
                    new JobView(JobState.QUEUED, 1, 0),
                    (view, _) -> new JobView(view.state(), Math.max(1, view.attempt()), view.attemptsCharged()));
        }
    }

    @Override
    public Set<JobId> raised(Collection<JobId> jobs) {
        if (down) {
            throw new RedisUnavailableException("Redis is down", new IllegalStateException());
        }
        return jobs.stream().filter(flags::contains).collect(Collectors.toSet());
    }
}
