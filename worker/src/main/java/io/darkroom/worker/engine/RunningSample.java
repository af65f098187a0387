package io.darkroom.worker.engine;

import org.jspecify.annotations.Nullable;

/** A sample in the batch: its noise, its place on the way, its guidance. Touched by the device thread only. */
final class RunningSample {
    private final DeviceShare share;
    private final SampleRequest request;
    private final float[] sample;
    private final float[] prediction;
    private final float[] other;
    private int done;

    RunningSample(DeviceShare share, SampleRequest request) {
        this.share = share;
        this.request = request;
        this.sample = request.noise();
        this.prediction = new float[sample.length];
        // Guidance is worked out here; afterwards the estimate of the clean picture lies here.
        this.other = new float[sample.length];
    }

    DeviceShare share() {
        return share;
    }

    int done() {
        return done;
    }

    boolean finished() {
        return done == request.scheduler().steps();
    }

    /** Rows that it takes in a run: one, or a pair for guidance. */
    int rows() {
        return request.unconditional() == null ? 1 : 2;
    }

    void put(Denoiser denoiser, int row) {
        int timestep = request.scheduler().timestep(done);
        denoiser.put(row, sample, timestep, request.conditional());
        Conditioning unconditional = request.unconditional();
        if (unconditional != null) {
            denoiser.put(row + 1, sample, timestep, unconditional);
        }
    }

    /** Takes the run's result and goes one step on. */
    Stepped advance(Denoiser denoiser, int row) {
        denoiser.take(row, prediction);
        if (request.unconditional() != null) {
            denoiser.take(row + 1, other);
            float guidance = (float) request.guidance();
            for (int i = 0; i < prediction.length; i++) {
                prediction[i] = other[i] + guidance * (prediction[i] - other[i]);
            }
        }
        request.scheduler().step(done, prediction, sample, other);
        done++;
        return new Stepped(request.item(), done, finished(), picture());
    }

    private float @Nullable [] picture() {
        if (finished()) {
            requireFinite();
            return sample;
        }
        return request.shows().test(done) ? other.clone() : null;
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
