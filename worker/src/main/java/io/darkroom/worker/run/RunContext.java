package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.job.Priority;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.outcome.ItemFailure;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.contracts.wire.ObjectKeys;
import io.darkroom.platform.store.ObjectStore;
import io.darkroom.platform.store.ObjectTooLargeException;
import io.darkroom.platform.telemetry.trace.Facts;
import io.darkroom.platform.telemetry.trace.Span;
import io.darkroom.worker.artifact.Checkpoint;
import io.darkroom.worker.artifact.Digests;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.JobStopped;
import io.darkroom.worker.pipeline.Moderation;
import io.darkroom.worker.pipeline.PipelineContext;
import io.darkroom.worker.pipeline.PipelineException;
import io.darkroom.worker.report.JobReporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What one attempt gives its pipeline, and what it gathers from it. */
final class RunContext implements PipelineContext {
    private static final Set<String> OF_MANY_ITEMS = Set.of("shard", "annotations");

    private final JobRequest request;
    private final String run;
    private final ObjectStore store;
    private final Moderation moderation;
    private final StoreRetry patiently;
    private final JobReporter reporter;
    private final StopSignals stop;
    private final Checkpointer handover;
    private final Duration timeLimit;
    /** By name, which is the same in every attempt. */
    private final Map<String, OutputArtifact> outputs = new LinkedHashMap<>();

    private final SortedMap<Integer, ItemFailure> failures = new TreeMap<>();

    private final Stages stages;
    private final long began = System.nanoTime();
    private long earlierDeviceMs;
    private @Nullable LongSupplier deviceNanos;
    private int stepsDone;
    private int firstStep;
    private long firstStepAt;
    private long nanosLeft;

    /**
     * @param run unique for this attempt on this worker, a part of its artifacts' keys
     */
    RunContext(
            JobRuns all, JobRequest request, String run, StoreRetry patiently, JobReporter reporter, StopSignals stop) {
        this.request = request;
        this.run = run;
        this.store = all.store();
        this.moderation = all.moderation();
        this.patiently = patiently;
        this.reporter = reporter;
        this.stop = stop;
        this.stages = new Stages(all.traces());
        this.timeLimit = all.limits().times().of(request.kind());
        this.handover = new Checkpointer(
                all.checkpoints(), request, reporter.attempt(), all.limits().checkpoints(), stop, this::progress);
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
        try (Span _ = stage("read input").with(Facts.BYTES, ref.bytes())) {
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
        if (firstStepAt == 0) {
            firstStepAt = now;
            firstStep = step;
        }
        int done = step - firstStep;
        nanosLeft = done <= 0 ? 0 : (now - firstStepAt) / done * (steps - step);
        reporter.progress(step, steps, nanosLeft / 1_000_000);
        handover.stepped();
    }

    private Checkpointer.Progress progress() {
        Checkpoint.Header header = new Checkpoint.Header(
                request.id(), request.tenant(), reporter.attempt(), "", stepsDone, deviceMs(0), outputs(), failures());
        return new Checkpointer.Progress(header, System.nanoTime() - began + nanosLeft);
    }

    @Override
    public Optional<byte[]> checkpoint(String maker) {
        Optional<Checkpoint> found = patiently.ask(() -> handover.find(maker));
        found.map(Checkpoint::header).ifPresent(header -> {
            stepsDone = header.step();
            earlierDeviceMs = header.deviceMs();
            header.outputs().forEach(this::keep);
            header.failures().forEach(it -> failures.put(it.item(), it));
        });
        return found.map(Checkpoint::payload);
    }

    @Override
    public Offer offerCheckpoint(String maker, Supplier<byte[]> snapshot) {
        return handover.offer(maker, snapshot);
    }

    @Override
    public Moderation moderation() {
        return moderation;
    }

    @Override
    public void meter(LongSupplier nanos) {
        deviceNanos = nanos;
    }

    @Override
    public Span stage(String name) {
        return stages.begin(name);
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
        if (System.nanoTime() - began > timeLimit.toNanos()) {
            throw new PipelineException(
                    FailureCode.TIME_LIMIT_EXCEEDED,
                    "a job of kind " + request.kind().wireName() + " may run for " + timeLimit.toSeconds()
                            + " s here; ask for less at once");
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
        store(media, Digests.sha256(media.bytes()), media.bytes().length, key -> {
            store.put(key, media.bytes(), media.contentType());
            return key;
        });
    }

    @Override
    public void store(FinishedMedia media, Path file) {
        try {
            store(media, Digests.sha256(file), Files.size(file), key -> {
                store.put(key, file, media.contentType());
                return key;
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private void store(FinishedMedia media, String sha256, long bytes, UnaryOperator<String> put) {
        OutputArtifact before = outputs.get(media.name());
        if (before != null && before.sha256().equals(sha256)) {
            return;
        }
        String key = ObjectKeys.artifact(request.tenant(), request.id(), reporter.attempt(), run, media.name());
        try (Span _ = stage("upload").with(Facts.ITEM, media.item()).with(Facts.BYTES, bytes)) {
            patiently.ask(() -> put.apply(key));
        }
        if (!OF_MANY_ITEMS.contains(media.role())) {
            failures.remove(media.item());
        }
        keep(new OutputArtifact(
                media.item(),
                media.role(),
                key,
                media.contentType(),
                bytes,
                sha256,
                media.width(),
                media.height(),
                media.frames(),
                media.frame(),
                media.seed(),
                media.measures()));
    }

    private void keep(OutputArtifact output) {
        outputs.put(output.key().substring(output.key().lastIndexOf('/') + 1), output);
        reporter.output(output);
    }

    @Override
    public void refuse(int item, Failure failure) {
        failures.put(item, new ItemFailure(item, failure));
    }

    /** Items that have no result, by item. */
    List<ItemFailure> failures() {
        return List.copyOf(failures.values());
    }

    Checkpointer handover() {
        return handover;
    }

    /**
     * The job's share of the device's time so far, earlier attempts that this one goes on from included.
     *
     * @param unmetered this attempt's, if the pipeline did not show its meter
     */
    long deviceMs(long unmetered) {
        return earlierDeviceMs + (deviceNanos == null ? unmetered : deviceNanos.getAsLong() / 1_000_000);
    }

    int stepsDone() {
        return stepsDone;
    }

    /** What was stored: by item, an item's main result before its frames. */
    List<OutputArtifact> outputs() {
        return outputs.values().stream()
                .sorted(Comparator.comparingInt(OutputArtifact::item)
                        .thenComparingInt(it -> Objects.requireNonNullElse(it.frame(), -1)))
                .toList();
    }
}
