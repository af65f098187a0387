package io.darkroom.worker.batch;

import org.jspecify.annotations.Nullable;

/**
 * A sample in the batch: its values, its position on the trajectory, its guidance. A step takes one row per prompt and one for the
 * unconditional side; the rows may come from several runs, and the step is done when all are there.
 *
 * <p>Used by the device thread, except {@link #state}, which other threads may call at any time.
 */
final class RunningSample {
    private final JobAccount account;
    private final SampleRequest request;
    private final Trajectory trajectory;
    private final Guidance guidance;
    private final float[] sample;
    private final float[] clean;
    private final float[][] predictions;
    private int gathered;

    // Below, and the sample: written under this object's monitor, because other threads read the state.
    private int done;
    private boolean prepared;

    RunningSample(JobAccount account, SampleRequest request) {
        this(account, request, null);
    }

    /** @param state null: the request's start */
    RunningSample(JobAccount account, SampleRequest request, @Nullable SampleState state) {
        this.account = account;
        this.request = request;
        this.trajectory = request.trajectory();
        this.guidance = new Guidance(request.prompting());
        this.sample = state == null ? trajectory.start() : state.sample().clone();
        this.clean = new float[sample.length];
        this.predictions = new float[request.prompting().rows()][sample.length];
        this.done = state == null ? trajectory.startStep() : state.step();
        this.prepared = state != null && state.prepared();
        if (state != null) {
            requireFitting(state);
            trajectory.scheduler().restore(state.scheduler());
        }
    }

    private void requireFitting(SampleState state) {
        if (state.item() != request.item()
                || state.step() < trajectory.startStep()
                || state.step() > trajectory.scheduler().steps()
                || sample.length != trajectory.start().length) {
            throw new IllegalArgumentException("the state of item " + state.item() + " after step " + state.step()
                    + ", " + sample.length + " values, does not belong to the request for item " + request.item()
                    + ", " + trajectory.scheduler().steps() + " steps, " + trajectory.start().length + " values");
        }
    }

    JobAccount account() {
        return account;
    }

    int item() {
        return request.item();
    }

    /** Steps done, including those before the start. */
    int done() {
        return done;
    }

    /** Rows of the present step that are there. */
    int gathered() {
        return gathered;
    }

    /** Rows that the present step still needs. */
    int missing() {
        return predictions.length - gathered;
    }

    /** Rows of all steps that are not done. */
    long rowsToCome() {
        return (long) predictions.length * (trajectory.scheduler().steps() - done);
    }

    boolean finished() {
        return done == trajectory.scheduler().steps();
    }

    /** A copy of its state; rows of an unfinished step are left out, since they are the same when computed again. */
    synchronized SampleState state() {
        return new SampleState(
                request.item(),
                done,
                prepared,
                sample.clone(),
                trajectory.scheduler().state());
    }

    /** Fills the next {@code count} of the missing rows. */
    void put(Denoiser denoiser, int row, int count) {
        prepare();
        float timestep = trajectory.scheduler().timestep(done);
        // The estimate of the step before was published already, so its array is free.
        trajectory.scheduler().scaleInput(done, sample, clean);
        for (int i = 0; i < count; i++) {
            denoiser.put(row + i, clean, timestep, request.prompting().conditioning(gathered + i));
        }
    }

    private synchronized void prepare() {
        StepCallback callback = request.callback();
        if (!prepared && callback != null) {
            callback.before(done, sample);
        }
        prepared = true;
    }

    /** Reads rows of a run's result; with the last one the sample advances by a step. True if it did. */
    boolean gather(Denoiser denoiser, int row, int count) {
        for (int i = 0; i < count; i++) {
            denoiser.read(row + i, predictions[gathered++]);
        }
        if (missing() > 0) {
            return false;
        }
        float[] prediction = guidance.combine(predictions);
        advance(prediction);
        return true;
    }

    private synchronized void advance(float[] prediction) {
        trajectory.scheduler().step(done, prediction, sample, clean, trajectory.noise());
        StepCallback callback = request.callback();
        if (callback != null) {
            callback.after(done, sample, clean);
        }
        gathered = 0;
        prepared = false;
        done++;
        if (finished()) {
            Finite.require(sample, "the model");
        }
    }

    /** The finished sample, or the estimate of it if a preview is wanted after this step; null otherwise. */
    float @Nullable [] shown() {
        if (finished()) {
            return sample;
        }
        return request.hasPreviewAfter(done) ? clean.clone() : null;
    }
}
