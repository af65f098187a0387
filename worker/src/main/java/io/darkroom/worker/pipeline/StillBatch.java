package io.darkroom.worker.pipeline;

import io.darkroom.worker.batch.DeviceLease;
import io.darkroom.worker.batch.EngineException;
import io.darkroom.worker.batch.SampleRequest;
import io.darkroom.worker.batch.SampleState;
import io.darkroom.worker.batch.StepEvent;
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
 * The samples of a job of stills on their way, and where each stands. Where they stand can be written down between any two steps,
 * and gone on from with equal bytes. Used by the job's own thread.
 */
final class StillBatch {
    private final DeviceLease share;
    private final SortedMap<Integer, float[]> finished = new TreeMap<>();
    private final Map<Integer, SampleState> left = new HashMap<>();
    private final Map<Integer, EngineException> failures = new HashMap<>();
    private int ended;

    StillBatch(DeviceLease share) {
        this.share = share;
    }

    /** What is told of the samples while they are on their way. */
    interface Watch {
        /** Steps that are done, over all samples and attempts; may throw to stop. */
        void reached(int done);

        /** What a sample looks like so far. */
        void shows(StepEvent news, float[] estimate);
    }

    /** All samples step by step, until each is done or has failed; those that an earlier attempt did are not done again. */
    Samples run(List<SampleRequest> samples, Watch watch) throws InterruptedException {
        int before = done(samples);
        watch.reached(before);
        submit(samples);
        while (finished.size() + failures.size() < samples.size()) {
            StepEvent news = share.next();
            float[] picture = news.sample();
            // What was told is not told again, so it is taken in before anything may throw.
            EngineException failure = news.failure();
            if (failure != null) {
                failures.put(news.item(), failure);
            } else if (news.finished() && picture != null) {
                finished.put(news.item(), picture);
            }
            watch.reached(before + news.total());
            if (!news.finished() && picture != null) {
                watch.shows(news, picture);
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
                share.submit(sample, state);
            }
        }
        if (!fresh.isEmpty()) {
            share.submit(fresh);
        }
    }

    /** Items before this one have had their say: a result in the store, or a reason why there is none. */
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
        Payload.writeStates(out, share.snapshot(), left.values());
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
