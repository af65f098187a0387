package io.darkroom.worker.pipeline.still;

import io.darkroom.worker.batch.StepCallback;
import io.darkroom.worker.scheduler.Scheduler;

/**
 * Restores the known part of an image before each step, with as much noise as the step expects, so that what is drawn fits
 * it (RePaint, Lugmayr et al., 2022, without its jumps back in time). The noise is that of the sample's start, the same at
 * each step, as deterministic schedulers require. Used by one sample, on the device thread.
 */
final class PinnedRegion implements StepCallback {
    private final Scheduler scheduler;
    private final float[] clean;
    private final float[] noise;
    private final float[] drawn;
    private final float[] known;

    /**
     * @param clean the image as the denoiser sees it, without noise, {@code [channels, height, width]}
     * @param noise standard normal, same shape
     * @param drawn 1: redrawn, 0: known, {@code [height, width]}
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
        restore(known, sample);
    }

    @Override
    public void after(int step, float[] sample, float[] estimate) {
        restore(clean, estimate);
        if (step == scheduler.steps() - 1) {
            restore(clean, sample);
        }
    }

    private void restore(float[] from, float[] sample) {
        for (int i = 0; i < sample.length; i++) {
            float part = drawn[i % drawn.length];
            sample[i] = from[i] + part * (sample[i] - from[i]);
        }
    }
}
