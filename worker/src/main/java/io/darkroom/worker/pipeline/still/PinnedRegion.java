package io.darkroom.worker.pipeline.still;

import io.darkroom.worker.batch.StepCallback;
import io.darkroom.worker.scheduler.Scheduler;

/**
 * Puts the known part of a picture back before each step, with as much noise as the step expects, so that what is drawn fits
 * what is there (RePaint, Lugmayr et al., 2022, without its jumps back in time). The noise is that of the sample's start, the
 * same at each step: methods without chance need it so. Used by one sample, on the device thread.
 */
final class PinnedRegion implements StepCallback {
    private final Scheduler scheduler;
    private final float[] clean;
    private final float[] noise;
    private final float[] drawn;
    private final float[] known;

    /**
     * @param clean the picture as the denoiser sees it, without noise, {@code [channels, height, width]}
     * @param noise standard normal, same shape
     * @param drawn 1: drawn anew, 0: known, {@code [height, width]}
     */
    PinnedRegion(Scheduler scheduler, float[] clean, float[] noise, float[] drawn) {
        this.scheduler = scheduler;
        this.clean = clean;
        this.noise = noise;
        this.drawn = drawn;
        this.known = new float[clean.length];
    }

    @Override
    public void before(int step, float[] sample) {
        scheduler.addNoise(step, clean, noise, known);
        put(known, sample);
    }

    @Override
    public void after(int step, float[] sample, float[] estimate) {
        put(clean, estimate);
        if (step == scheduler.steps() - 1) {
            put(clean, sample);
        }
    }

    private void put(float[] from, float[] sample) {
        for (int i = 0; i < sample.length; i++) {
            float part = drawn[i % drawn.length];
            sample[i] = from[i] + part * (sample[i] - from[i]);
        }
    }
}
