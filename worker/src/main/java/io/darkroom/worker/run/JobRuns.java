package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobKind;
import io.darkroom.platform.kafka.EventLog;
import io.darkroom.platform.store.JobOutcomes;
import io.darkroom.platform.store.ObjectStore;
import io.darkroom.platform.telemetry.metric.Meters;
import io.darkroom.platform.telemetry.trace.Traces;
import io.darkroom.worker.artifact.CheckpointBook;
import io.darkroom.worker.artifact.StoreGate;
import io.darkroom.worker.pipeline.Moderation;
import io.darkroom.worker.pipeline.Pipeline;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What all runs of a worker share.
 *
 * @param worker this worker's id, written into events and outcomes
 * @param models ids of the models that it serves
 * @param moderation what is not made
 * @param solitude keeps last attempts apart
 * @param onePerJob keeps twins apart
 * @param speaker one thread that reports progress
 * @param traces where the time goes
 * @param meters how many and how long
 */
public record JobRuns(
        String worker,
        Map<JobKind, Pipeline> pipelines,
        Set<String> models,
        ObjectStore store,
        StoreGate gate,
        JobOutcomes outcomes,
        EventLog log,
        Executor speaker,
        Preflight look,
        CancelWatch cancels,
        Moderation moderation,
        LastAttemptGate solitude,
        InFlightJobs onePerJob,
        RunLimits limits,
        InstantSource clock,
        RandomGenerator random,
        Traces traces,
        Meters meters) {

    CheckpointBook checkpoints() {
        return new CheckpointBook(store);
    }

    public JobRun open(AcquiredJob job) {
        return new JobRun(this, job);
    }
}
