package io.darkroom.gateway.stack;

import io.darkroom.contracts.event.DeadLetter;
import io.darkroom.contracts.event.JobEvent;
import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobKind;
import io.darkroom.contracts.job.JobState;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.outcome.ItemFailure;
import io.darkroom.contracts.outcome.Outcome;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.contracts.outcome.Usage;
import io.darkroom.contracts.wire.Json;
import io.darkroom.contracts.wire.ObjectKeys;
import io.darkroom.contracts.wire.Topics;
import io.darkroom.platform.kafka.KafkaLog;
import io.darkroom.platform.store.ObjectStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Does to a job what a worker does: events in the log, artifact and outcome in the store. */
public final class FakeWorker {
    private static final Instant AT = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private static final ItemFailure REFUSED =
            new ItemFailure(1, Failure.of(FailureCode.CONTENT_REFUSED, "the second image was refused"));

    private final KafkaLog log;
    private final ObjectStore store;
    private final String tenant;
    private final JobId job;
    private int attempt;
    private int sequence;

    public FakeWorker(KafkaLog log, ObjectStore store, String tenant, String job) {
        this.log = log;
        this.store = store;
        this.tenant = tenant;
        this.job = new JobId(job);
    }

    public FakeWorker start() {
        attempt++;
        sequence = 0;
        return send(new JobEvent.Started(1, job, tenant, attempt, ++sequence, AT, "fake", null));
    }

    public FakeWorker step(int step, int steps) {
        return send(new JobEvent.Progressed(1, job, tenant, attempt, ++sequence, AT, step, steps, 1000));
    }

    public FakeWorker release() {
        return send(new JobEvent.Released(
                1, job, tenant, attempt, ++sequence, AT, JobEvent.Released.SHUTDOWN, "shutting down"));
    }

    /** Stores one artifact and the outcome, and announces it. */
    public FakeWorker succeed(byte[] artifact) {
        Outcome outcome = outcome(artifact);
        commit(outcome);
        return finish(outcome);
    }

    /** As {@link #succeed}, with this digest of the artifact. */
    public FakeWorker succeed(byte[] artifact, String sha256) {
        Outcome outcome = outcome(artifact, sha256);
        commit(outcome);
        return finish(outcome);
    }

    public Outcome outcome(byte[] artifact) {
        return outcome(artifact, "a".repeat(64));
    }

    private Outcome outcome(byte[] artifact, String sha256) {
        String key = ObjectKeys.artifact(tenant, job, attempt, "run", "0.gif");
        store.put(key, artifact, "image/gif");
        return outcome(
                JobState.SUCCEEDED,
                List.of(new OutputArtifact(
                        0,
                        "image",
                        key,
                        "image/gif",
                        artifact.length,
                        sha256,
                        64,
                        64,
                        null,
                        null,
                        7,
                        Map.of("score", 0.5))));
    }

    public FakeWorker commit(Outcome outcome) {
        store.createIfAbsent(ObjectKeys.outcome(tenant, job), Json.encode(outcome), "application/json");
        return this;
    }

    /** Ends a job whose attempts are exhausted, after writing a dead letter for its record. */
    public FakeWorker setAside(DeadLetter letter) {
        log.append(Topics.DEAD_LETTERS, job.value(), Json.encode(letter), Map.of());
        Outcome outcome = outcome(JobState.FAILED, List.of());
        commit(outcome);
        return finish(outcome);
    }

    public FakeWorker confirmCancel(int step) {
        Outcome outcome = outcome(JobState.CANCELED, List.of());
        commit(outcome);
        return finish(outcome);
    }

    private Outcome outcome(JobState state, List<OutputArtifact> outputs) {
        return new Outcome(
                1,
                job,
                tenant,
                JobKind.IMAGE_GENERATE,
                "stickers",
                state,
                attempt,
                "fake",
                outputs,
                null,
                null,
                state == JobState.SUCCEEDED ? List.of(REFUSED) : List.of(),
                state == JobState.CANCELED ? 3 : null,
                Usage.NONE,
                AT,
                AT.plusSeconds(1));
    }

    private FakeWorker finish(Outcome outcome) {
        return send(new JobEvent.Finished(1, job, tenant, attempt, ++sequence, AT, outcome, null));
    }

    private FakeWorker send(JobEvent event) {
        log.append(Topics.EVENTS, job.value(), Json.encode(event), Map.of());
        return this;
    }
}
