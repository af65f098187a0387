package io.darkroom.worker.pipeline;

import io.darkroom.contracts.job.MediaRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A run that keeps everything in memory and keeps its thread to itself, as the real one asks. */
final class FakeContext implements PipelineContext {
    private final Thread owner = Thread.currentThread();
    private final Map<String, byte[]> objects = new HashMap<>();
    final List<FinishedMedia> stored = new ArrayList<>();
    final List<Preview> shown = new ArrayList<>();
    final List<Integer> steps = new ArrayList<>();
    private int previews;
    private int stopAt = Integer.MAX_VALUE;
    int total;

    record Preview(int item, int step, String contentType, byte[] picture) {}

    FakeContext previews(int wanted) {
        previews = wanted;
        return this;
    }

    /** Cancels when so many steps are done. */
    FakeContext stopAt(int step) {
        stopAt = step;
        return this;
    }

    MediaRef put(byte[] bytes) {
        String key = "input-" + objects.size();
        objects.put(key, bytes);
        return new MediaRef(key, "application/octet-stream", bytes.length, "not looked at");
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
        if (step >= stopAt) {
            throw new JobStopped(JobStopped.Reason.CANCELED, step);
        }
    }

    @Override
    public int previews() {
        return previews;
    }

    @Override
    public void preview(int item, int step, String contentType, byte[] picture) {
        requireOwner();
        shown.add(new Preview(item, step, contentType, picture));
    }

    @Override
    public void store(FinishedMedia media) {
        requireOwner();
        stored.add(media);
    }

    private void requireOwner() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("called from " + Thread.currentThread());
        }
    }
}
