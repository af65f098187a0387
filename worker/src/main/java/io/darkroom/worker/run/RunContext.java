package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.job.Priority;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.contracts.wire.ObjectKeys;
import io.darkroom.worker.artifact.Digests;
import io.darkroom.worker.artifact.ObjectStore;
import io.darkroom.worker.artifact.ObjectTooLargeException;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.JobStopped;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineException;
import io.darkroom.worker.report.JobReporter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** What one attempt gives its pipeline, and what it gathers from it. */
final class RunContext implements PipelineContext {
    private final JobRequest request;
    private final String run;
    private final ObjectStore store;
    private final Patiently patiently;
    private final JobReporter reporter;
    private final StopSignals stop;
    private final List<OutputArtifact> outputs = new ArrayList<>();
    private int stepsDone;
    private long firstStepAt;

    /**
     * @param run unique for this attempt on this worker, a part of its artifacts' keys
     */
    RunContext(
            JobRequest request,
            String run,
            ObjectStore store,
            Patiently patiently,
            JobReporter reporter,
            StopSignals stop) {
        this.request = request;
        this.run = run;
        this.store = store;
        this.patiently = patiently;
        this.reporter = reporter;
        this.stop = stop;
    }

    /** The worker shuts down; as an unchecked exception, since a step declares none. */
    static final class ShutDown extends RuntimeException {
        ShutDown() {
            super("the worker shuts down", null, false, false);
        }
    }

    @Override
    public byte[] read(MediaRef ref) {
        byte[] bytes;
        try {
            bytes = patiently
                    .ask(() -> store.get(ref.key(), ref.bytes()))
                    .orElseThrow(() -> new PipelineException(
                            FailureCode.INPUT_MISSING, "the input '" + ref.key() + "' is gone; upload it again"));
        } catch (ObjectTooLargeException e) {
            throw new PipelineException(FailureCode.INVALID_INPUT, "the input changed: " + e.getMessage(), e);
        }
        if (!Digests.sha256(bytes).equals(ref.sha256())) {
            throw new PipelineException(
                    FailureCode.INVALID_INPUT, "the input '" + ref.key() + "' is not what it was when it was accepted");
        }
        return bytes;
    }

    @Override
    public void step(int step, int steps) {
        stepsDone = step;
        goOnOrStop();
        long now = System.nanoTime();
        if (step == 0 || firstStepAt == 0) {
            firstStepAt = now;
        }
        long perStep = step == 0 ? 0 : (now - firstStepAt) / step;
        reporter.progress(step, steps, perStep * (steps - step) / 1_000_000);
    }

    /** The order matters: whoever lost the lock has no say in how the job ends. */
    void goOnOrStop() {
        if (stop.lockLost()) {
            throw new JobStopped(JobStopped.Reason.LOCK_LOST, stepsDone);
        }
        if (stop.canceled()) {
            throw new JobStopped(JobStopped.Reason.CANCELED, stepsDone);
        }
        if (stop.shutdown()) {
            throw new ShutDown();
        }
    }

    @Override
    public Priority priority() {
        return request.priority();
    }

    @Override
    public int previews() {
        return request.previews();
    }

    @Override
    public void preview(int item, int step, String contentType, byte[] picture) {
        reporter.preview(item, step, contentType, picture);
    }

    @Override
    public void store(FinishedMedia media) {
        String key = ObjectKeys.artifact(request.tenant(), request.id(), reporter.attempt(), run, media.name());
        patiently.ask(() -> {
            store.put(key, media.bytes(), media.contentType());
            return key;
        });
        OutputArtifact output = new OutputArtifact(
                media.item(),
                media.role(),
                key,
                media.contentType(),
                media.bytes().length,
                Digests.sha256(media.bytes()),
                media.width(),
                media.height(),
                media.frames(),
                media.frame(),
                media.seed(),
                null);
        outputs.add(output);
        reporter.output(output);
    }

    int stepsDone() {
        return stepsDone;
    }

    /** What was stored: by item, an item's main result before its frames. */
    List<OutputArtifact> outputs() {
        return outputs.stream()
                .sorted(Comparator.comparingInt(OutputArtifact::item)
                        .thenComparingInt(it -> Objects.requireNonNullElse(it.frame(), -1)))
                .toList();
    }
}
