package io.darkroom.worker.run;

import io.darkroom.platform.store.JobOutcomes;
import io.darkroom.platform.store.ObjectStore;
import io.darkroom.worker.artifact.StoreGate;
import io.darkroom.worker.checkpoint.CheckpointBook;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** The object store as runs use it: artifacts, outcomes, checkpoints, and whether the store is usable now. */
public final class RunStorage {
    private final ObjectStore objects;
    private final StoreGate gate;
    private final JobOutcomes outcomes;
    private final CheckpointBook checkpoints;
    private final Duration patience;
    private final RandomGenerator random;

    /** @param patience how long a run retries a failing call; see {@link RunLimits.Patience#store} */
    public RunStorage(
            ObjectStore objects, StoreGate gate, JobOutcomes outcomes, Duration patience, RandomGenerator random) {
        this.objects = objects;
        this.gate = gate;
        this.outcomes = outcomes;
        this.checkpoints = new CheckpointBook(objects);
        this.patience = patience;
        this.random = random;
    }

    ObjectStore objects() {
        return objects;
    }

    StoreGate gate() {
        return gate;
    }

    JobOutcomes outcomes() {
        return outcomes;
    }

    CheckpointBook checkpoints() {
        return checkpoints;
    }

    /** Retries for one run, which end early when the run has to stop. */
    StoreRetry retry(StopSignals stop) {
        return new StoreRetry(stop, gate, patience, random);
    }
}
