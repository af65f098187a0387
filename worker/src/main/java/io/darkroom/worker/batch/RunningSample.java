package io.darkroom.worker.batch;

import org.jspecify.annotations.Nullable;

/**
 * A sample in the batch: its noise, its place on the way, its guidance. A step takes as many rows as it has guides and
 * sides of guidance; they may come from several runs, and the step is done when all are there.
 *
 * <p>Touched by the device thread, except {@link #state}, which other threads may ask at any time.
 */
final class RunningSample {
    private final DeviceLease share;
    private final SampleRequest request;
    private final Guidance guidance;
    private final float[] sample;
    private final float[] clean;
    private final float[][] predictions;
    private int gathered;

    // Below, and the sample: written under this object's monitor, for those who ask for the state.
    private int done;
    private boolean steered;

    RunningSample(DeviceLease share, SampleRequest request) {
        this(share, request, null);
    }

    /** @param state null: the request's start */
    RunningSample(DeviceLease share, SampleRequest request, @Nullable SampleState state) {
        this.share = share;
        this.request = request;
        this.guidance = new Guidance(request);
        this.sample = state == null ? request.start() : state.sample().clone();
        this.clean = new float[sample.length];
        this.predictions = new float[request.rows()][sample.length];
        this.done = state == null ? request.startStep() : state.step();
        this.steered = state != null && state.steered();
        if (state != null) {
            requireFitting(state);
            request.scheduler().restore(state.scheduler());
        }
    }

    private void requireFitting(SampleState state) {
        if (state.item() != request.item()
                || state.step() < request.startStep()
                || state.step() > request.scheduler().steps()
                || sample.length != request.start().length) {
            throw new IllegalArgumentException("the state of item " + state.item() + " after step " + state.step()
                    + ", " + sample.length + " values, is not one of the request for item " + request.item() + ", "
                    + request.scheduler().steps() + " steps, " + request.start().length + " values");
        }
    }

    DeviceLease share() {
        return share;
    }

    int item() {
        return request.item();
    }

    int done() {
        return done;
    }

    /** Rows of the present step that are there. */
    int gathered() {
        return gathered;
    }

    /** Rows that the present step still takes. */
    int missing() {
        return predictions.length - gathered;
    }

    /** Rows of all steps that are not done. */
    long rowsToCome() {
        return (long) predictions.length * (request.scheduler().steps() - done);
    }

    boolean finished() {
        return done == request.scheduler().steps();
    }

    /** A copy of where it stands; rows of a step that is not whole are left out, since they come out the same again. */
    synchronized SampleState state() {
        return new SampleState(
                request.item(),
                done,
                steered,
                sample.clone(),
                request.scheduler().state());
    }

    /** Fills the next {@code count} of the missing rows. */
    void put(Denoiser denoiser, int row, int count) {
        steer();
        float timestep = request.scheduler().timestep(done);
        // The estimate of the step before was shown already, so its array is free.
        request.scheduler().scaleInput(done, sample, clean);
        for (int i = 0; i < count; i++) {
            denoiser.put(row + i, clean, timestep, conditioning(gathered + i));
        }
    }

    private synchronized void steer() {
        StepCallback steering = request.steering();
        if (!steered && steering != null) {
            steering.before(done, sample);
        }
        steered = true;
    }

    private Conditioning conditioning(int row) {
        Conditioning unconditional = request.unconditional();
        if (row < request.guides().size()) {
            return request.guides().get(row).conditioning();
        }
        if (unconditional == null) {
            throw new IllegalArgumentException("no row " + row);
        }
        return unconditional;
    }

    /** Takes rows of a run's result; with the last one the sample goes one step on. True if it did. */
    boolean take(Denoiser denoiser, int row, int count) {
        for (int i = 0; i < count; i++) {
            denoiser.take(row + i, predictions[gathered++]);
        }
        if (missing() > 0) {
            return false;
        }
        float[] prediction = guidance.combine(predictions);
        advance(prediction);
        return true;
    }

    private synchronized void advance(float[] prediction) {
        request.scheduler().step(done, prediction, sample, clean, request.noise());
        StepCallback steering = request.steering();
        if (steering != null) {
            steering.after(done, sample, clean);
        }
        gathered = 0;
        steered = false;
        done++;
        if (finished()) {
            Finite.require(sample, "the model");
        }
    }

    /** The finished sample, or the estimate of it if it is wanted after this step; null otherwise. */
    float @Nullable [] picture() {
        if (finished()) {
            return sample;
        }
        return request.shows().test(done) ? clean.clone() : null;
    }
}
