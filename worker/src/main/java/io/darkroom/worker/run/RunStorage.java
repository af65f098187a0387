package io.darkroom.worker.run;

import io.darkroom.worker.artifact.ObjectStore;
import io.darkroom.worker.artifact.OutcomeBook;
import io.darkroom.worker.artifact.StoreGate;
import io.darkroom.worker.checkpoint.CheckpointBook;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** The object store as runs use it: artifacts, outcomes, checkpoints, and whether the store is usable now. */
public final class RunStorage {
    private final ObjectStore objects;
    private final StoreGate gate;
    private final OutcomeBook outcomes;
    private final CheckpointBook checkpoints;
    private final Duration patience;
    private final RandomGenerator random;

    /** @param patience how long a run retries a failing call; see {@link RunLimits.Patience#store} */
    public RunStorage(ObjectStore objects, StoreGate gate, Duration patience, RandomGenerator random) {
        this.objects = objects;
        this.gate = gate;
        this.outcomes = new OutcomeBook(objects);
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

    public OutcomeBook outcomes() {
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
