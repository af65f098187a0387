package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.MediaRef;
import io.darkroom.contracts.outcome.Failure;
import io.darkroom.contracts.outcome.Receipt;
import io.darkroom.worker.artifact.Digests;
import io.darkroom.worker.pipeline.FinishedMedia.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A run in memory that must be called by one thread only, like the real one. */
public final class FakeContext implements PipelineContext {
    private final Thread owner = Thread.currentThread();
    private final Map<String, byte[]> objects = new HashMap<>();
    public final List<FinishedMedia> stored = new ArrayList<>();
    public final List<Preview> shown = new ArrayList<>();
    public final List<Integer> steps = new ArrayList<>();
    /** The total of steps in each report of progress. */
    public final List<Integer> totals = new ArrayList<>();

    private final Map<String, MediaRef> refs = new HashMap<>();
    private String badName = "";
    private RuntimeException badEnd;
    private int previews;
    private int stopAt = Integer.MAX_VALUE;
    private int stopAfter = Integer.MAX_VALUE;
    public int total;
    private byte[] left;
    private Supplier<byte[]> snapshot;
    private boolean stopped;
    public Receipt receipt;
    public boolean failNextFile;
    public Moderation moderation = Moderation.OFF;
    /** Checkpoints, in the order in which they were taken. */
    public final List<byte[]> saved = new ArrayList<>();

    public final Map<Integer, Failure> refused = new HashMap<>();
    public LongSupplier meter = () -> 0;

    public record Preview(int item, int step, String contentType, byte[] image) {}

    public FakeContext previews(int wanted) {
        previews = wanted;
        return this;
    }

    /** Cancels after this number of steps. */
    public FakeContext stopAt(int step) {
        stopAt = step;
        return this;
    }

    /** Cancels after this number of stored results. */
    public FakeContext stopAfterStoring(int results) {
        stopAfter = results;
        return this;
    }

    /** Resumes from a checkpoint, with what was stored before. */
    public FakeContext left(byte[] checkpoint, List<FinishedMedia> before) {
        left = checkpoint;
        stored.addAll(before);
        return this;
    }

    public MediaRef put(byte[] bytes) {
        String key = "input-" + objects.size();
        objects.put(key, bytes);
        MediaRef ref = new MediaRef(key, "application/octet-stream", bytes.length, Digests.sha256(bytes));
        refs.put(ref.sha256(), ref);
        return ref;
    }

    /** The input with this digest. */
    public MediaRef ref(String sha256) {
        return refs.get(sha256);
    }

    /** Storing this file fails once. */
    FakeContext failStoring(String name, RuntimeException why) {
        badName = name;
        badEnd = why;
        return this;
    }

    @Override
    public byte[] read(MediaRef ref) {
        requireOwner();
        return objects.get(ref.key());
    }

    @Override
    public void step(int step, int steps) {
        requireOwner();
        this.steps.add(step);
        total = steps;
        totals.add(steps);
        if (step >= stopAt || stored.size() >= stopAfter) {
            stopped = true;
            throw new JobStopped(JobStopped.Reason.CANCELED, step);
        }
    }

    @Override
    public int previews() {
        return previews;
    }

    @Override
    public void preview(int item, int step, String contentType, byte[] image) {
        requireOwner();
        shown.add(new Preview(item, step, contentType, image));
    }

    @Override
    public void store(FinishedMedia media) {
        requireOwner();
        RuntimeException why = badEnd;
        if (why != null && media.name().equals(badName)) {
            badEnd = null;
            throw why;
        }
        stored.add(media);
    }

    @Override
    public Optional<byte[]> findCheckpoint(String configDigest) {
        requireOwner();
        return Optional.ofNullable(left);
    }

    @Override
    public Offer offerCheckpoint(String configDigest, Supplier<byte[]> snapshot) {
        requireOwner();
        this.snapshot = snapshot;
        return new Offer() {
            @Override
            public void save() {
                requireOwner();
                saved.add(snapshot.get());
            }

            @Override
            public void close() {
                requireOwner();
                if (stopped) {
                    saved.add(snapshot.get());
                }
                FakeContext.this.snapshot = null;
            }
        };
    }

    @Override
    public void refuse(int item, Failure failure) {
        requireOwner();
        refused.put(item, failure);
    }

    @Override
    public void meter(LongSupplier deviceNanos) {
        requireOwner();
        meter = deviceNanos;
    }

    @Override
    public void store(FinishedMedia media, Path file) {
        requireOwner();
        if (failNextFile) {
            failNextFile = false;
            stopped = true;
            throw new JobStopped(JobStopped.Reason.LOCK_LOST, 0);
        }
        try {
            File contents = new File(media.name(), media.contentType(), Files.readAllBytes(file));
            store(new FinishedMedia(
                    media.item(), media.role(), contents, media.extent(), media.seed(), media.measures()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Moderation moderation() {
        requireOwner();
        return moderation;
    }

    private void requireOwner() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("called from " + Thread.currentThread());
        }
    }
}
