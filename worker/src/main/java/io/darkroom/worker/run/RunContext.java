package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.job.Priority;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.platform.telemetry.trace.ActiveSpan;
import io.darkroom.worker.checkpoint.Checkpoint;
import io.darkroom.worker.checkpoint.Checkpointer;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.Moderation;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.report.JobReporter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What the pipeline of one attempt gets from its run. */
final class RunContext implements PipelineContext {
    private final JobRequest request;
    private final RunProgress progress;
    private final AttemptArtifacts artifacts;
    private final Checkpointer checkpointer;
    private final Moderation moderation;
    private final JobReporter reporter;
    private final Stages stages;

    RunContext(
            JobRequest request,
            RunProgress progress,
            AttemptArtifacts artifacts,
            Checkpointer checkpointer,
            Moderation moderation,
            JobReporter reporter,
            Stages stages) {
        this.request = request;
        this.progress = progress;
        this.artifacts = artifacts;
        this.checkpointer = checkpointer;
        this.moderation = moderation;
        this.reporter = reporter;
        this.stages = stages;
    }

    @Override
    public byte[] read(MediaRef ref) {
        return artifacts.read(ref);
    }

    @Override
    public void step(int step, int steps) {
        progress.step(step, steps);
        reporter.progress(step, steps, progress.remainingMs());
        checkpointer.stepDone();
    }

    @Override
    public Optional<byte[]> findCheckpoint(String configDigest) {
        // Unlike writing one, reading is worth retrying: without the checkpoint the job would start over.
        Optional<Checkpoint> found = artifacts.retried(() -> checkpointer.find(configDigest));
        found.map(Checkpoint::header).ifPresent(header -> {
            progress.resume(header.step(), header.deviceMs());
            artifacts.resume(header);
        });
        return found.map(Checkpoint::payload);
    }

    @Override
    public Offer offerCheckpoint(String configDigest, Supplier<byte[]> snapshot) {
        return checkpointer.offer(configDigest, snapshot);
    }

    @Override
    public Moderation moderation() {
        return moderation;
    }

    @Override
    public void meter(LongSupplier deviceNanos) {
        progress.meter(deviceNanos);
    }

    @Override
    public ActiveSpan stage(String name) {
        return stages.start(name);
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
    public void preview(int item, int step, String contentType, byte[] image) {
        reporter.preview(item, step, contentType, image);
    }

    @Override
    public void store(FinishedMedia media) {
        artifacts.store(media);
    }

    @Override
    public void store(FinishedMedia media, Path file) {
        artifacts.store(media, file);
    }

    @Override
    public void refuse(int item, Failure failure) {
        artifacts.refuse(item, failure);
    }

    RunProgress progress() {
        return progress;
    }

    AttemptArtifacts artifacts() {
        return artifacts;
    }

    Checkpointer checkpointer() {
        return checkpointer;
    }
}
