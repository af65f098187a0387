package io.darkroom.worker.pipeline.still;

import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.batch.SampleState;
import io.darkroom.worker.batch.StepEvent;
import io.darkroom.worker.pipeline.Payload;
import io.darkroom.worker.pipeline.Samples;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The samples of a job of stills while they are denoised. Their state can be written to a checkpoint between any two steps, and an
 * attempt that resumes from it gives equal bytes. Used by the thread of the job.
 */
final class StillBatch {
    private final DeviceLease lease;
    private final SortedMap<Integer, float[]> finished = new TreeMap<>();
    private final Map<Integer, SampleState> left = new HashMap<>();
    private final Map<Integer, EngineException> failures = new HashMap<>();
    private int ended;

    StillBatch(DeviceLease lease) {
        this.lease = lease;
    }

    /** Gets the progress of the samples. */
    interface Listener {
        /** Steps that are done, over all samples and attempts; may throw to stop. */
        void reached(int done);

        /** A preview of a sample. */
        void preview(StepEvent event, float[] estimate);
    }

    /** Denoises all samples step by step, until each is done or has failed; samples that an earlier attempt finished are kept. */
    Samples run(List<SampleRequest> samples, Listener listener) throws InterruptedException {
        int before = done(samples);
        listener.reached(before);
        submit(samples);
        while (finished.size() + failures.size() < samples.size()) {
            StepEvent event = lease.next();
            float[] image = event.sample();
            // An event is delivered once, so it is recorded before anything may throw.
            EngineException failure = event.failure();
            if (failure != null) {
                failures.put(event.item(), failure);
            } else if (event.finished() && image != null) {
                finished.put(event.item(), image);
            }
            listener.reached(before + event.total());
            if (!event.finished() && image != null) {
                listener.preview(event, image);
            }
        }
        List<float[]> values = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            values.add(finished.getOrDefault(i, new float[0]));
        }
        return new Samples(values, failures);
    }

    private int done(List<SampleRequest> samples) {
        int done = 0;
        for (SampleRequest sample : samples) {
            SampleState state = left.get(sample.item());
            int at = state == null ? sample.startStep() : state.step();
            done += (finished.containsKey(sample.item()) ? sample.scheduler().steps() : at) - sample.startStep();
        }
        return done;
    }

    private void submit(List<SampleRequest> samples) {
        List<SampleRequest> fresh = new ArrayList<>();
        for (SampleRequest sample : samples) {
            if (finished.containsKey(sample.item())) {
                continue;
            }
            SampleState state = left.remove(sample.item());
            if (state == null) {
                fresh.add(sample);
            } else {
                lease.submit(sample, state);
            }
        }
        if (!fresh.isEmpty()) {
            lease.submit(fresh);
        }
    }

    /** Items before this one are complete: they have a stored result, or a reason why there is none. */
    int ended() {
        return ended;
    }

    void endedUpTo(int item) {
        ended = item;
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeInt(ended);
        out.writeInt(finished.size());
        for (Map.Entry<Integer, float[]> sample : finished.entrySet()) {
            out.writeInt(sample.getKey());
            Payload.writeFloats(out, sample.getValue());
        }
        Payload.writeStates(out, lease.snapshot(), left.values());
    }

    /** @throws IOException if it is not of a batch; then this object is of no use any more */
    void readFrom(DataInput in) throws IOException {
        ended = Payload.readCount(in);
        int count = Payload.readCount(in);
        for (int i = 0; i < count; i++) {
            finished.put(Payload.readCount(in), Payload.readFloats(in));
        }
        for (SampleState state : Payload.readStates(in)) {
            left.put(state.item(), state);
        }
    }
}
