package io.darkroom.worker.run;

import io.darkroom.contracts.job.JobRequest;
import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.FailureCode;
import io.darkroom.contracts.outcome.ItemFailure;
import io.darkroom.contracts.outcome.OutputArtifact;
import io.darkroom.contracts.wire.ObjectKeys;
import io.darkroom.platform.store.ObjectStore;
import io.darkroom.platform.store.ObjectTooLargeException;
import io.darkroom.platform.telemetry.trace.ActiveSpan;
import io.darkroom.platform.telemetry.trace.SpanAttributes;
import io.darkroom.worker.artifact.Digests;
import io.darkroom.worker.checkpoint.Checkpoint;
import io.darkroom.worker.pipeline.FinishedMedia;
import io.darkroom.worker.pipeline.PipelineException;
import io.darkroom.worker.report.JobReporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Inputs and outputs of one attempt in the object store, and the items that have no output. Used by the thread of the
 * run.
 */
final class AttemptArtifacts {
    private static final Set<String> ROLES_OF_MANY_ITEMS = Set.of("shard", "annotations");

    private final JobRequest request;
    private final String run;
    private final ObjectStore store;
    private final StoreRetry retry;
    private final JobReporter reporter;
    private final Stages stages;
    /** By file name, which is the same in every attempt. */
    private final Map<String, OutputArtifact> outputs = new LinkedHashMap<>();

    private final SortedMap<Integer, ItemFailure> failures = new TreeMap<>();

    /** @param run unique among this worker's attempts, a part of the artifacts' keys */
    AttemptArtifacts(
            JobRequest request, String run, ObjectStore store, StoreRetry retry, JobReporter reporter, Stages stages) {
        this.request = request;
        this.run = run;
        this.store = store;
        this.retry = retry;
        this.reporter = reporter;
        this.stages = stages;
    }

    byte[] read(MediaRef ref) {
        byte[] bytes;
        try (ActiveSpan stage = stages.start("read input")) {
            stage.span().setAttribute(SpanAttributes.BYTES, ref.bytes());
            bytes = retry.call(() -> store.get(ref.key(), ref.bytes()))
                    .orElseThrow(() -> new PipelineException(
                            FailureCode.INPUT_MISSING, "the input '" + ref.key() + "' is gone; upload it again"));
        } catch (ObjectTooLargeException e) {
            throw new PipelineException(FailureCode.INVALID_INPUT, "the input changed: " + e.getMessage(), e);
        }
        if (!Digests.sha256(bytes).equals(ref.sha256())) {
            throw new PipelineException(
                    FailureCode.INVALID_INPUT, "the input '" + ref.key() + "' changed after it was accepted");
        }
        return bytes;
    }

    <T> T retried(Supplier<T> call) {
        return retry.call(call);
    }

    void store(FinishedMedia media) {
        byte[] bytes = media.bytes();
        store(media, Digests.sha256(bytes), bytes.length, key -> {
            store.put(key, bytes, media.contentType());
            return key;
        });
    }

    void store(FinishedMedia media, Path file) {
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
        String name = media.name();
        OutputArtifact before = outputs.get(name);
        if (before != null && before.sha256().equals(sha256)) {
            return;
        }
        String key = ObjectKeys.artifact(request.tenant(), request.id(), reporter.attempt(), run, name);
        try (ActiveSpan stage = stages.start("upload")) {
            stage.span().setAttribute(SpanAttributes.ITEM, media.item()).setAttribute(SpanAttributes.BYTES, bytes);
            retry.call(() -> put.apply(key));
        }
        if (!ROLES_OF_MANY_ITEMS.contains(media.role())) {
            failures.remove(media.item());
        }
        add(new OutputArtifact(
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

    private void add(OutputArtifact output) {
        outputs.put(output.key().substring(output.key().lastIndexOf('/') + 1), output);
        reporter.output(output);
    }

    /** Takes over what an earlier attempt stored. */
    void resume(Checkpoint.Header header) {
        header.outputs().forEach(this::add);
        header.failures().forEach(it -> failures.put(it.item(), it));
    }

    void refuse(int item, Failure failure) {
        failures.put(item, new ItemFailure(item, failure));
    }

    /** Items without an output, by item. */
    List<ItemFailure> failures() {
        return List.copyOf(failures.values());
    }

    /** Stored outputs by item; the main output of an item before its frames. */
    List<OutputArtifact> outputs() {
        return outputs.values().stream()
                .sorted(Comparator.comparingInt(OutputArtifact::item)
                        .thenComparingInt(it -> Objects.requireNonNullElse(it.frame(), -1)))
                .toList();
    }
}
