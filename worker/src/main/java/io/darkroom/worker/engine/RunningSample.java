package io.darkroom.worker.engine;

import org.jspecify.annotations.Nullable;

/**
 * A sample in the batch: its noise, its place on the way, its guidance. A step takes as many rows as it has guides and
 * sides of guidance; they may come from several runs, and the step is done when all are there. Touched by the device
 * thread only.
 */
final class RunningSample {
    private final DeviceShare share;
    private final SampleRequest request;
    private final Guidance guidance;
    private final float[] sample;
    private final float[] clean;
    private final float[][] predictions;
    private int done;
    private int gathered;
    private boolean steered;

    RunningSample(DeviceShare share, SampleRequest request) {
        this.share = share;
        this.request = request;
        this.guidance = new Guidance(request);
        this.sample = request.start();
        this.clean = new float[sample.length];
        this.predictions = new float[request.rows()][sample.length];
        this.done = request.startStep();
    }

    DeviceShare share() {
        return share;
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

    boolean finished() {
        return done == request.scheduler().steps();
    }

    /** Fills the next {@code count} of the missing rows. */
    void put(Denoiser denoiser, int row, int count) {
        Steering steering = request.steering();
        if (!steered && steering != null) {
            steering.before(done, sample);
        }
        steered = true;
        int timestep = request.scheduler().timestep(done);
        for (int i = 0; i < count; i++) {
            denoiser.put(row + i, sample, timestep, conditioning(gathered + i));
        }
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

    /** Takes rows of a run's result; with the last one the sample goes one step on. */
    @Nullable
    Stepped take(Denoiser denoiser, int row, int count) {
        for (int i = 0; i < count; i++) {
            denoiser.take(row + i, predictions[gathered++]);
        }
        return missing() > 0 ? null : advance();
    }

    private Stepped advance() {
        request.scheduler().step(done, guidance.combine(predictions), sample, clean);
        Steering steering = request.steering();
        if (steering != null) {
            steering.after(done, sample, clean);
        }
        gathered = 0;
        steered = false;
        done++;
        return new Stepped(request.item(), done, finished(), picture());
    }

    private float @Nullable [] picture() {
        if (finished()) {
            requireFinite();
            return sample;
        }
        return request.shows().test(done) ? clean.clone() : null;
    }

    private void requireFinite() {
        for (float value : sample) {
            if (!Float.isFinite(value)) {
                throw new EngineException(
                        EngineException.Reason.BROKEN,
                        "the model returned values that are not numbers; its weights or its scheduler settings are"
                                + " wrong");
            }
        }
    }
}
